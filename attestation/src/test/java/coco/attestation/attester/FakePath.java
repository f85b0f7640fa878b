package coco.attestation.attester;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import org.jspecify.annotations.Nullable;

/** A path of a {@link FakeMachine}: the names are those of a path of this machine, the files are not. */
record FakePath(FileSystem tree, Path path) implements Path {
    private FakePath in(Path other) {
        return new FakePath(tree, other);
    }

    private @Nullable FakePath inOrNull(@Nullable Path other) {
        return other == null ? null : in(other);
    }

    private static Path real(Path other) {
        return other instanceof FakePath fake ? fake.path : other;
    }

    @Override
    public FileSystem getFileSystem() {
        return tree;
    }

    @Override
    public boolean isAbsolute() {
        return path.isAbsolute();
    }

    @Override
    public @Nullable Path getRoot() {
        return inOrNull(path.getRoot());
    }

    @Override
    public @Nullable Path getFileName() {
        return inOrNull(path.getFileName());
    }

    @Override
    public @Nullable Path getParent() {
        return inOrNull(path.getParent());
    }

    @Override
    public int getNameCount() {
        return path.getNameCount();
    }

    @Override
    public Path getName(int index) {
        return in(path.getName(index));
    }

    @Override
    public Path subpath(int from, int to) {
        return in(path.subpath(from, to));
    }

    @Override
    public boolean startsWith(Path other) {
        return path.startsWith(real(other));
    }

    @Override
    public boolean endsWith(Path other) {
        return path.endsWith(real(other));
    }

    @Override
    public Path normalize() {
        return in(path.normalize());
    }

    @Override
    public Path resolve(Path other) {
        return in(path.resolve(real(other)));
    }

    @Override
    public Path relativize(Path other) {
        return in(path.relativize(real(other)));
    }

    @Override
    public URI toUri() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Path toAbsolutePath() {
        return this;
    }

    @Override
    public Path toRealPath(LinkOption... options) {
        return this;
    }

    @Override
    public WatchKey register(WatchService watcher, WatchEvent.Kind<?>[] events, WatchEvent.Modifier... modifiers)
            throws IOException {
        throw new UnsupportedOperationException();
    }

    @Override
    public int compareTo(Path other) {
        return path.compareTo(real(other));
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
