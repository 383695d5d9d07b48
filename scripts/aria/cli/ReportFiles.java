package aria.cli;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The option that writes reports to files, in addition to the printed one. */
public final class ReportFiles {
    @Option(
            names = "--report",
            paramLabel = "FORMAT=FILE",
            converter = Target.Converter.class,
            completionCandidates = Formats.class,
            description = "Also write the report to a file; FORMAT is html, junit, sarif or json. May be repeated.")
    private List<Target> targets = List.of();

    /** The formats of reports. */
    public enum ReportFormat {
        /** For people, in a browser. */
        HTML,
        /** JUnit XML, for what shows test results. */
        JUNIT,
        /** SARIF 2.1.0, for code scanning. */
        SARIF,
        /** What {@code --json} prints. */
        JSON
    }

    /** The beginnings of the option's values, for the shell's completion. */
    static final class Formats implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Arrays.stream(ReportFormat.values())
                    .map(format -> label(format) + "=")
                    .iterator();
        }
    }

    /**
     * A file to write.
     *
     * @param file as it was typed
     */
    record Target(ReportFormat format, Path file) {

        /** Reads {@code FORMAT=FILE}. */
        static final class Converter implements ITypeConverter<Target> {
            @Override
            public Target convert(String value) {
                int equals = value.indexOf('=');
                String name = equals < 0 ? value : value.substring(0, equals);
                ReportFormat format = Arrays.stream(ReportFormat.values())
                        .filter(known -> label(known).equals(name))
                        .findFirst()
                        .orElseThrow(() -> new TypeConversionException(
                                "'" + value + "' does not begin with html=, junit=, sarif= or json="));
                if (equals < 0 || equals == value.length() - 1) {
                    throw new TypeConversionException("'" + value + "' names no file: write " + name + "=FILE");
                }
                return new Target(format, Path.of(value.substring(equals + 1)));
            }
        }
    }

    /**
     * Writes every report that was asked for, each whole or not at all.
     *
     * @param directory relative paths start here
     * @param content   the report in a format, for a file at a path
     * @return the files that were written, as they were typed
     * @throws aria.finding.ConsentException when something else would be overwritten; then nothing is written
     */
    public List<Path> write(Path directory, Content content) {
        Map<OutputFile, byte[]> reports = new LinkedHashMap<>();
        for (Target target : targets) {
            OutputFile file = OutputFile.of(directory, "--report", target.file());
            reports.put(file, content.of(target.format(), file.path()));
        }
        reports.forEach(OutputFile::requireOurs);
        reports.forEach(OutputFile::write);
        return targets.stream().map(Target::file).toList();
    }

    /** Creates reports. */
    @FunctionalInterface
    public interface Content {
        /**
         * The report in this format.
         *
         * @param file where it will be, absolute
         */
        byte[] of(ReportFormat format, Path file);
    }

    private static String label(ReportFormat format) {
        return format.name().toLowerCase(Locale.ROOT);
    }
}
