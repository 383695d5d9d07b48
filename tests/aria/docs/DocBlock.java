package aria.docs;

import aria.testing.Checkout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A block between fences in README or docs. A comment in the line above it, which readers don't see, says how it is tried:
 * {@code not run: REASON}, {@code run by TEST}, or {@code run after: COMMAND}; without one {@link DocumentedCommandsTest} runs it.
 * A block of {@code text} directly below commands is what they print.
 *
 * @param page     from the checkout's root
 * @param line     of the opening fence, 1-based
 * @param language behind the fence
 * @param comment  the comment above; empty when there is none
 * @param lines    what is between the fences
 * @param output   what the page says these commands print; empty when it says nothing
 */
record DocBlock(String page, int line, String language, String comment, List<String> lines, List<String> output) {
    private static final Pattern FENCE = Pattern.compile("( *)```(\\w*)");
    private static final Pattern COMMENT = Pattern.compile(" *<!-- (.*) -->");

    /** The blocks of all pages. */
    static List<DocBlock> all() {
        return Checkout.pages().stream().flatMap(page -> of(page).stream()).toList();
    }

    /** The blocks of a page, in their order. */
    static List<DocBlock> of(String page) {
        List<DocBlock> blocks = new ArrayList<>();
        List<String> text = text(page);
        boolean below = false;
        for (int i = 0; i < text.size(); i++) {
            Matcher open = FENCE.matcher(text.get(i));
            if (open.matches()) {
                Matcher above = COMMENT.matcher(i == 0 ? "" : text.get(i - 1));
                List<String> lines = new ArrayList<>();
                int begin = i + 1;
                for (i++; !text.get(i).strip().equals("```"); i++) {
                    lines.add(
                            text.get(i).isBlank()
                                    ? ""
                                    : text.get(i).substring(open.group(1).length()));
                }
                if (below && open.group(2).equals("text")) {
                    blocks.add(blocks.remove(blocks.size() - 1).printing(lines));
                } else {
                    String comment = above.matches() ? above.group(1) : "";
                    blocks.add(new DocBlock(page, begin, open.group(2), comment, lines, List.of()));
                    below = open.group(2).equals("sh");
                }
            } else {
                below &= text.get(i).isBlank();
            }
        }
        return blocks;
    }

    private DocBlock printing(List<String> printed) {
        return new DocBlock(page, line, language, comment, lines, printed);
    }

    static List<String> text(String page) {
        try {
            return Files.readAllLines(Checkout.root().resolve(page));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether it is to be typed into a shell. */
    boolean isCommands() {
        return language.equals("sh");
    }

    /** What the comment says behind a word, as in {@code run by}; empty when it says something else. */
    Optional<String> comment(String word) {
        return Optional.of(comment)
                .filter(text -> text.startsWith(word))
                .map(text -> text.substring(word.length()).strip());
    }

    /** What is typed. */
    String commands() {
        return String.join("\n", lines);
    }

    /**
     * What of the output is missing in what was printed: {@code ...} stands for lines left out, at the end of
     * a line for the rest of it; numbers and amounts of space may differ. Empty when all of it is there, in this order.
     */
    Optional<String> missingIn(String printed) {
        int from = 0;
        List<String> together = new ArrayList<>();
        for (String text : Stream.concat(output.stream(), Stream.of("..."))
                .filter(text -> !text.isBlank())
                .toList()) {
            if (!text.strip().equals("...")) {
                together.add(text);
                continue;
            }
            Matcher found = Pattern.compile(
                            together.stream().map(DocBlock::pattern).collect(Collectors.joining("\\s*\n\\s*")))
                    .matcher(printed);
            if (!found.find(from)) {
                return Optional.of(String.join("\n", together));
            }
            from = found.end();
            together.clear();
        }
        return Optional.empty();
    }

    private static String pattern(String line) {
        String whole = line.replaceAll(" ?\\.\\.\\.$", "");
        String words = Stream.of(whole.strip().split("\\s+"))
                .map(word -> Stream.of(word.split("(?<=\\d)(?=\\D)|(?<=\\D)(?=\\d)"))
                        .map(part -> part.matches("\\d+") ? "\\d+" : Pattern.quote(part))
                        .collect(Collectors.joining()))
                .collect(Collectors.joining("\\s+"));
        return words + (line.endsWith("...") ? "[^\n]*" : "");
    }

    @Override
    public String toString() {
        return page + ":" + line;
    }
}
