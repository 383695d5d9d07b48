package aria.apply;

import aria.store.AtomicFiles;
import aria.store.AuditLog;
import aria.store.Digest;
import aria.store.FileMode;
import aria.store.FileWrite;
import aria.store.Layout;
import aria.store.ProjectLock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/**
 * Re-keys without a moment in which a certificate lies beside another one's key. The new files are written to a folder of their own,
 * a generation, and one link is swapped: {@code db.key -> ..data/db.key}, {@code ..data -> ..data.5f3c9a1e}. Files that lie there plainly
 * are brought into this form first, with the content they have. A renewal that keeps the key replaces the certificate alone.
 */
public final class Generations {

    private final Layout layout;
    private final AuditLog audit;
    private final ProjectLock lock;
    private final Watcher watcher;

    private Generations(Layout layout, AuditLog audit, ProjectLock lock, Watcher watcher) {
        this.layout = layout;
        this.audit = audit;
        this.lock = lock;
        this.watcher = watcher;
    }

    /**
     * As {@link Transaction#commit(Layout, List, AuditLog, ProjectLock)}; steps that give a certificate another key are taken by generation.
     *
     * @param watcher told of the files that are written
     * @return what was done, by the names people know: not those of a generation
     */
    public static Applied commit(
            Layout layout, List<? extends Step> steps, AuditLog audit, ProjectLock held, Watcher watcher) {
        return new Generations(layout, audit, held, watcher).commit(steps);
    }

    /** As {@link #commit(Layout, List, AuditLog, ProjectLock, Watcher)}; takes the lock itself, where there is something to write. */
    public static Applied commit(Layout layout, List<? extends Step> steps, AuditLog audit) {
        if (units(steps).isEmpty()) {
            return Transaction.commit(
                    layout, steps.stream().map(Generations::throughLinks).toList(), audit);
        }
        try (ProjectLock lock = ProjectLock.acquire(layout.mtlsFolder())) {
            return commit(layout, steps, audit, lock, Watcher.NOBODY);
        }
    }

    private Applied commit(List<? extends Step> steps) {
        Set<KeyedFiles> units = units(steps);
        requireAsSeen(units, steps);
        List<Step> first = new ArrayList<>();
        units.stream().filter(unit -> !unit.isLinked()).forEach(unit -> first.addAll(linked(unit)));
        Transaction.commit(layout, first, audit, lock);
        Map<Path, Path> known = new LinkedHashMap<>();
        List<Step> all = new ArrayList<>();
        for (Step step : steps) {
            if (units.stream().noneMatch(unit -> unit.has(step.path()))) {
                Step real = throughLinks(step);
                known.put(real.path(), step.path());
                all.add(real);
            }
        }
        for (KeyedFiles unit : units) {
            all.addAll(renewed(
                    unit,
                    steps.stream()
                            .filter(step -> unit.has(step.path()))
                            .map(Change.class::cast)
                            .toList(),
                    known));
        }
        Applied applied = Transaction.commit(layout, all, audit, lock, watcher);
        units.forEach(KeyedFiles::sweep);
        return new Applied(
                applied.id(),
                applied.files().stream()
                        .map(file -> known.getOrDefault(file, file))
                        .filter(file -> units.stream().noneMatch(unit -> unit.isOwn(file)))
                        .distinct()
                        .toList());
    }

    /** A generation is written beside what is there, so nothing else would notice that it is not what the plan saw. */
    private void requireAsSeen(Set<KeyedFiles> units, List<? extends Step> steps) {
        for (Step step : steps) {
            if (step instanceof Change change
                    && units.stream().anyMatch(unit -> unit.has(step.path()))
                    && !Digest.ofFile(change.path()).equals(change.expectedSha256())) {
                throw Preflight.changed(layout, step);
            }
        }
    }

    /** The certificates that get another key than the one on disk. */
    private static Set<KeyedFiles> units(List<? extends Step> steps) {
        Set<KeyedFiles> units = new LinkedHashSet<>();
        for (Step step : steps) {
            if (step instanceof Change change
                    && change.write().mode().equals(Optional.of(FileMode.SECRET))
                    && KeyedFiles.isKey(change.path())) {
                Optional<String> now = Digest.ofFile(change.path());
                if (now.isPresent()
                        && !now.get().equals(Digest.sha256(change.write().content()))) {
                    units.add(KeyedFiles.ofKey(change.path()));
                }
            }
        }
        return units;
    }

    /** The files as they are, in a generation. */
    private static List<Step> linked(KeyedFiles unit) {
        String generation = unit.newGeneration();
        List<Step> steps = new ArrayList<>();
        List<Path> files = unit.present();
        files.forEach(file -> steps.add(
                created(unit.folder().resolve(generation).resolve(file.getFileName()), contentOf(file), modeOf(file))));
        steps.add(Link.to(unit.current(), generation, "the files that belong together"));
        files.forEach(file -> steps.add(Link.to(
                file,
                unit.current().getFileName() + "/" + file.getFileName(),
                "one of the files that belong together")));
        return steps;
    }

    private static List<Step> renewed(KeyedFiles unit, List<Change> changes, Map<Path, Path> known) {
        String generation = unit.newGeneration();
        Path folder = unit.folder().resolve(generation);
        List<Step> steps = new ArrayList<>();
        Set<Path> names = new LinkedHashSet<>();
        for (Change change : changes) {
            Path name = change.path().getFileName();
            names.add(name);
            known.put(folder.resolve(name), change.path());
            steps.add(created(
                    folder.resolve(name),
                    change.write().content(),
                    change.write().mode().orElse(FileMode.SECRET)));
        }
        unit.present().stream()
                .filter(file -> !names.contains(file.getFileName()))
                .forEach(file -> {
                    names.add(file.getFileName());
                    steps.add(created(folder.resolve(file.getFileName()), contentOf(file), modeOf(file)));
                });
        steps.add(Link.to(unit.current(), generation, "a new key and its certificate, at once"));
        names.forEach(name -> steps.add(Link.to(
                unit.folder().resolve(name),
                unit.current().getFileName() + "/" + name,
                "one of the files that belong together")));
        return steps;
    }

    private static Change created(Path file, byte[] content, FileMode mode) {
        return new Change(
                new FileWrite(file, content, Optional.of(mode), Optional.of(FileMode.SECRET_DIR)),
                Optional.empty(),
                Optional.empty(),
                "a generation of files that belong together");
    }

    /** A file of ours that a link of ours leads to is replaced where it lies. */
    private static Step throughLinks(Step step) {
        if (!(step instanceof Change change)
                || change.write().mode().isEmpty()
                || !KeyedFiles.isLinked(change.path())) {
            return step;
        }
        FileWrite write = change.write();
        Path target = AtomicFiles.followLinks(write.path());
        return new Change(
                new FileWrite(target, write.content(), write.mode(), write.folderMode()),
                change.expectedSha256(),
                change.undo(),
                change.reason());
    }

    private static byte[] contentOf(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " can't be read: " + e.getMessage(), e);
        }
    }

    private static FileMode modeOf(Path file) {
        try {
            return Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ)
                    ? FileMode.PUBLIC
                    : FileMode.SECRET;
        } catch (IOException e) {
            throw new UncheckedIOException(file + " can't be read: " + e.getMessage(), e);
        }
    }

    /**
     * The files of one certificate in one folder: {@code <name>.<extension>}, and what else lies in a folder of that name.
     *
     * @param folder where they are
     * @param name   of the service or person
     */
    private record KeyedFiles(Path folder, String name) {

        private static final String KEY = ".key";

        static boolean isKey(Path file) {
            return file.getFileName().toString().endsWith(KEY);
        }

        static KeyedFiles ofKey(Path key) {
            String file = key.getFileName().toString();
            return new KeyedFiles(key.toAbsolutePath().getParent(), file.substring(0, file.length() - KEY.length()));
        }

        /** Whether a link of a generation stands there. */
        static boolean isLinked(Path file) {
            return Link.at(file)
                            .filter(now -> now.startsWith(Link.leadingTo("..")))
                            .isPresent()
                    && Files.isRegularFile(file);
        }

        private boolean alone() {
            return folder.getFileName().toString().equals(name);
        }

        boolean has(Path file) {
            if (!folder.equals(file.toAbsolutePath().getParent())) {
                return false;
            }
            String last = file.getFileName().toString();
            String rest = last.startsWith(name + ".") ? last.substring(name.length() + 1) : "";
            return !rest.isEmpty() && !rest.contains(".") || alone() && last.equals("ca.crt");
        }

        /** The link that is swapped. */
        Path current() {
            return folder.resolve(alone() ? "..data" : ".." + name);
        }

        String newGeneration() {
            return current().getFileName() + "."
                    + Integer.toHexString(ThreadLocalRandom.current().nextInt());
        }

        List<Path> present() {
            try (Stream<Path> files = Files.list(folder)) {
                return files.filter(this::has)
                        .filter(Files::isRegularFile)
                        .sorted()
                        .toList();
            } catch (IOException e) {
                throw new UncheckedIOException(folder + " can't be listed: " + e.getMessage(), e);
            }
        }

        boolean isLinked() {
            return Files.isSymbolicLink(current()) && present().stream().allMatch(KeyedFiles::isLinked);
        }

        /** Whether it is the link or lies in a generation. */
        boolean isOwn(Path file) {
            return file.startsWith(folder)
                    && folder.relativize(file)
                            .getName(0)
                            .toString()
                            .startsWith(current().getFileName().toString());
        }

        /** Removes every generation but the current one. */
        void sweep() {
            String live = Link.at(current()).orElse("");
            try (Stream<Path> entries = Files.list(folder)) {
                for (Path entry : entries.filter(each -> each.getFileName()
                                .toString()
                                .startsWith(current().getFileName() + "."))
                        .toList()) {
                    if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)
                            && !live.equals(Link.leadingTo(entry.getFileName().toString()))) {
                        remove(entry);
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(folder + " can't be listed: " + e.getMessage(), e);
            }
        }

        private static void remove(Path generation) throws IOException {
            try (Stream<Path> files = Files.list(generation)) {
                files.toList().forEach(AtomicFiles::delete);
            }
            AtomicFiles.delete(generation);
        }
    }
}
