package aria.apply;

import aria.ca.config.PolicyAdditions;
import aria.compose.FileEdit;
import aria.pki.Certificates;
import aria.pki.Names;
import aria.pki.Pem;
import aria.pki.Printable;
import aria.plan.CertificateNeeds;
import aria.plan.LeftOvers;
import aria.plan.PlannedFile;
import aria.plan.ProjectPlan;
import aria.plan.ProjectPlanner;
import aria.stack.Stack;
import aria.store.AtomicFiles;
import aria.store.AuditEvent;
import aria.store.AuditLog;
import aria.store.FileWrite;
import aria.store.InputFile;
import aria.store.Layout;
import aria.store.ProjectLock;
import aria.store.UnflushedFolders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What was made for services that are gone, and that nothing uses any more. A service counts as gone when a key was
 * delivered to it by a run of this user in this project, and no compose file has it. What was made for others, such as
 * a certificate by {@code pki-cert create}, is never part of it.
 *
 * @param layout       where everything lies
 * @param delivered    all services to which a key was delivered
 * @param edits        of compose files that still have our services for them
 * @param policy       the names that ca.json allows without need
 * @param certificates the folders of their certificates
 * @param generated    the files that were generated for them
 */
public record Prune(
        Layout layout,
        Set<String> delivered,
        List<FileEdit> edits,
        Names policy,
        List<Path> certificates,
        List<Undone> generated) {
    private static final Pattern COMMENT = Pattern.compile("(?m)(?:^|[ \\t\"])#[^\\n\"]*");
    private static final Pattern DELIVERY =
            Pattern.compile("([a-zA-Z0-9_][a-zA-Z0-9._-]*?)" + Stack.VOLUME_SUFFIX + "-(?:init|proxy)\\b");

    /** Looks for it; writes nothing. Nothing is unused in a project without compose files. */
    public static Prune of(Layout layout, List<Stack> stacks) {
        Set<String> delivered = delivered(layout);
        Set<String> gone = gone(layout, stacks, delivered);
        List<Path> certificates = certificates(layout, gone);
        return new Prune(
                layout,
                delivered,
                stacks.stream()
                        .flatMap(stack -> LeftOvers.unused(stack).stream())
                        .toList(),
                stacks.isEmpty() ? Names.none() : policy(layout, stacks, certificates),
                certificates,
                GoneFiles.of(layout, stacks, gone));
    }

    /** Returns all services to which a run of this user delivered keys in this project. */
    public static Set<String> delivered(Layout layout) {
        Set<String> delivered = new TreeSet<>();
        new UndoStore(layout).texts().forEach(text -> delivered.addAll(delivered(text.replace("\\n", "\n"))));
        return delivered;
    }

    /** Returns the services that are gone; none in a project without compose files. */
    public static Set<String> gone(Layout layout, List<Stack> stacks) {
        return gone(layout, stacks, delivered(layout));
    }

    /** Returns the folders of certificates that these services have. */
    public static List<Path> certificates(Layout layout, Set<String> services) {
        return services.stream()
                .map(layout::serviceFolder)
                .filter(folder -> Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS))
                .toList();
    }

    /** Returns the files that were generated for these services and that nothing mounts any more; absolute. */
    public static List<Path> generated(Layout layout, List<Stack> stacks, Set<String> services) {
        return GoneFiles.of(layout, stacks, services).stream().map(Undone::file).toList();
    }

    private static Set<String> gone(Layout layout, List<Stack> stacks, Set<String> delivered) {
        if (stacks.isEmpty()) {
            return Set.of();
        }
        Set<String> gone = new TreeSet<>(delivered);
        gone.removeIf(service -> !Layout.canName(service)
                || stacks.stream().anyMatch(stack -> stack.project().services().containsKey(service)));
        Set<Path> ours = stacks.stream()
                .flatMap(stack -> stack.project().sources().keySet().stream())
                .collect(Collectors.toSet());
        Undo.recorded(layout).stream()
                .filter(file -> !ours.contains(file) && Files.isRegularFile(file))
                .forEach(file -> gone.removeAll(delivered(InputFile.requiredText(file))));
        return gone;
    }

    /** The services to which a text has our own services deliver keys; what a comment says is not among them. */
    private static Set<String> delivered(String text) {
        return DELIVERY.matcher(COMMENT.matcher(text).replaceAll(""))
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toSet());
    }

    /** What any service or certificate needs stays. */
    private static Names policy(Layout layout, List<Stack> stacks, List<Path> unused) {
        Names needed = ProjectPlanner.names(CertificateNeeds.ofAll(stacks));
        for (Path folder : folders(layout.certsDir())) {
            Path file = folder.resolve(folder.getFileName() + ".crt");
            if (!unused.contains(folder) && Files.isRegularFile(file)) {
                needed = needed.plus(
                        Certificates.names(Pem.readCertificates(InputFile.required(file), layout.display(file))
                                .get(0)));
            }
        }
        return PolicyAdditions.unused(layout, needed.plus(Names.of(List.of("localhost", "127.0.0.1", "::1"))));
    }

    private static List<Path> folders(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(Files::isDirectory).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(folder + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** Returns what is edited and written: the compose files and ca.json. */
    public ProjectPlan plan() {
        List<PlannedFile> files = policy.isEmpty()
                ? List.of()
                : List.of(PlannedFile.of(
                        FileWrite.ofUser(layout.caJson(), PolicyAdditions.without(layout, policy)),
                        "authority.policy no longer allows " + Printable.some(policy.all())
                                + ", which no service is called"));
        return files.stream()
                .reduce(
                        new ProjectPlanner(layout, Instant.now(), Optional.empty()).patch(List.of()),
                        ProjectPlan::writing,
                        (one, other) -> other)
                .also(edits, List.of());
    }

    /** Deletes the certificates, keys and generated files of the services that are gone, and says so in the audit log. */
    public void remove() {
        if (!generated.isEmpty()) {
            Undo.commit(layout, generated, AuditLog.of(layout));
        }
        removeCertificates();
    }

    private void removeCertificates() {
        if (certificates.isEmpty()) {
            return;
        }
        try (ProjectLock lock = ProjectLock.acquire(layout.mtlsFolder())) {
            UnflushedFolders unflushed = new UnflushedFolders();
            certificates.forEach(folder -> tree(folder).forEach(path -> AtomicFiles.delete(path, unflushed)));
            unflushed.flush();
            AuditLog.of(layout)
                    .append(List.of(AuditEvent.done(
                            "prune",
                            List.of(),
                            List.of(),
                            certificates.stream().map(layout::display).toList())));
        }
    }

    /** What is in a folder, then the folder; links are not followed. */
    private static List<Path> tree(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.sorted(Comparator.reverseOrder()).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(folder + " cannot be read: " + e.getMessage(), e);
        }
    }
}
