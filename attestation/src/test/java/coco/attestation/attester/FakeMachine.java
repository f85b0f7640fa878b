package coco.attestation.attester;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.NonReadableChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.StandardOpenOption;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.spi.FileSystemProvider;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The files of a machine, in memory, under the JDK's own interface of file systems, so that attesters run on it as they are. Opening a
 * file is what a {@link Node} makes of it, and making a folder calls who {@link #onFolder watches} the one above: that is how a kernel
 * shows devices and configfs. What it cannot show is whether a real kernel does the same.
 */
final class FakeMachine {
    /** What opening a file gives. */
    interface Node {
        Handle open() throws IOException;
    }

    /** An open file. Whoever makes one says what a read and a write do. */
    abstract static class Handle implements SeekableByteChannel {
        private boolean open = true;

        @Override
        public int read(ByteBuffer into) throws IOException {
            throw new NonReadableChannelException();
        }

        @Override
        public int write(ByteBuffer from) throws IOException {
            throw new NonWritableChannelException();
        }

        @Override
        public boolean isOpen() {
            return open;
        }

        @Override
        public void close() throws IOException {
            open = false;
        }

        @Override
        public long position() {
            throw new UnsupportedOperationException();
        }

        @Override
        public SeekableByteChannel position(long position) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long size() {
            throw new UnsupportedOperationException("files of a kernel have no size of their own");
        }

        @Override
        public SeekableByteChannel truncate(long size) {
            throw new UnsupportedOperationException();
        }
    }

    /** Who is told of folders that are made and removed. */
    interface Folders {
        void made(Path folder) throws IOException;

        void removed(Path folder) throws IOException;
    }

    private final TreeMap<String, Node> files = new TreeMap<>();
    private final TreeSet<String> folders = new TreeSet<>();
    private final Map<String, Folders> watchers = new HashMap<>();
    private final Provider provider = new Provider();
    private final Tree tree = new Tree();

    /** The root of the file system. */
    Path root() {
        return new FakePath(tree, Path.of("/"));
    }

    /** A file with this content. */
    void put(String name, byte[] content) {
        put(name, () -> reading(content));
    }

    void put(String name, String text) {
        put(name, text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    void put(String name, Node node) {
        var path = Path.of("/", name);
        files.put(path.toString(), node);
        for (var above = path.getParent(); above != null; above = above.getParent()) folders.add(above.toString());
    }

    void remove(String name) {
        files.remove(Path.of("/", name).toString());
    }

    /** A folder in which folders can be made. */
    void onFolder(String name, Folders watcher) {
        var path = Path.of("/", name);
        for (Path each = path; each != null; each = each.getParent()) folders.add(each.toString());
        watchers.put(path.toString(), watcher);
    }

    /** Names of the folders in a folder. */
    List<String> foldersIn(String name) {
        var start = Path.of("/", name) + "/";
        return folders.stream().filter(each -> each.startsWith(start)).toList();
    }

    /** Gives {@code content} in pieces, as a kernel does, and then the end. */
    static Handle reading(byte[] content) {
        var left = ByteBuffer.wrap(content);
        return new Handle() {
            @Override
            public int read(ByteBuffer into) {
                if (!left.hasRemaining()) return -1;
                var size = Math.min(Math.min(left.remaining(), into.remaining()), 4096);
                into.put(left.slice(left.position(), size));
                left.position(left.position() + size);
                return size;
            }
        };
    }

    static FileSystemException error(String file, String reason) {
        return new FileSystemException(file, null, reason);
    }

    private static Path real(Path path) {
        return ((FakePath) path).path();
    }

    private final class Provider extends FileSystemProvider {
        @Override
        public SeekableByteChannel newByteChannel(
                Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes) throws IOException {
            if (options.contains(StandardOpenOption.CREATE)) throw error(path.toString(), "Operation not permitted");
            var node = files.get(path.toString());
            if (node == null) throw new NoSuchFileException(path.toString());
            return node.open();
        }

        @Override
        public void createDirectory(Path folder, FileAttribute<?>... attributes) throws IOException {
            var above = real(folder).getParent();
            var watcher = above == null ? null : watchers.get(above.toString());
            if (watcher == null) throw error(folder.toString(), "Operation not permitted");
            if (folders.contains(folder.toString())) throw new FileAlreadyExistsException(folder.toString());
            watcher.made(folder);
            folders.add(folder.toString());
        }

        /** A folder of configfs goes with all files in it. */
        @Override
        public void delete(Path folder) throws IOException {
            var above = real(folder).getParent();
            var watcher = above == null ? null : watchers.get(above.toString());
            if (!folders.contains(folder.toString())) throw new NoSuchFileException(folder.toString());
            if (watcher == null) throw error(folder.toString(), "Operation not permitted");
            watcher.removed(folder);
            folders.remove(folder.toString());
            files.keySet().removeIf(name -> name.startsWith(folder + "/"));
        }

        @Override
        public void checkAccess(Path path, AccessMode... modes) throws IOException {
            if (!files.containsKey(path.toString()) && !folders.contains(path.toString())) {
                throw new NoSuchFileException(path.toString());
            }
        }

        @Override
        public <A extends BasicFileAttributes> A readAttributes(Path path, Class<A> type, LinkOption... options)
                throws IOException {
            checkAccess(path);
            return type.cast(new Attributes(folders.contains(path.toString())));
        }

        @Override
        public String getScheme() {
            return "fake";
        }

        @Override
        public FileSystem newFileSystem(URI uri, Map<String, ?> environment) {
            throw new UnsupportedOperationException();
        }

        @Override
        public FileSystem getFileSystem(URI uri) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Path getPath(URI uri) {
            throw new UnsupportedOperationException();
        }

        @Override
        public DirectoryStream<Path> newDirectoryStream(Path folder, DirectoryStream.Filter<? super Path> filter) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void copy(Path from, Path to, CopyOption... options) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void move(Path from, Path to, CopyOption... options) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean isSameFile(Path one, Path other) {
            return one.equals(other);
        }

        @Override
        public boolean isHidden(Path path) {
            return false;
        }

        @Override
        public FileStore getFileStore(Path path) {
            throw new UnsupportedOperationException();
        }

        @Override
        public <V extends FileAttributeView> V getFileAttributeView(Path path, Class<V> type, LinkOption... options) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Map<String, Object> readAttributes(Path path, String attributes, LinkOption... options) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void setAttribute(Path path, String attribute, Object value, LinkOption... options) {
            throw new UnsupportedOperationException();
        }
    }

    private record Attributes(boolean isDirectory) implements BasicFileAttributes {
        @Override
        public boolean isRegularFile() {
            return !isDirectory;
        }

        @Override
        public boolean isSymbolicLink() {
            return false;
        }

        @Override
        public boolean isOther() {
            return false;
        }

        @Override
        public long size() {
            return 0;
        }

        @Override
        public Object fileKey() {
            return this;
        }

        @Override
        public FileTime lastModifiedTime() {
            return FileTime.fromMillis(0);
        }

        @Override
        public FileTime lastAccessTime() {
            return FileTime.fromMillis(0);
        }

        @Override
        public FileTime creationTime() {
            return FileTime.fromMillis(0);
        }
    }

    private final class Tree extends FileSystem {
        @Override
        public FileSystemProvider provider() {
            return provider;
        }

        @Override
        public Path getPath(String first, String... more) {
            return new FakePath(this, Path.of(first, more));
        }

        @Override
        public void close() {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public boolean isReadOnly() {
            return false;
        }

        @Override
        public String getSeparator() {
            return "/";
        }

        @Override
        public Iterable<Path> getRootDirectories() {
            return List.of(root());
        }

        @Override
        public Iterable<FileStore> getFileStores() {
            return List.of();
        }

        @Override
        public Set<String> supportedFileAttributeViews() {
            return Set.of("basic");
        }

        @Override
        public PathMatcher getPathMatcher(String pattern) {
            throw new UnsupportedOperationException();
        }

        @Override
        public UserPrincipalLookupService getUserPrincipalLookupService() {
            throw new UnsupportedOperationException();
        }

        @Override
        public WatchService newWatchService() {
            throw new UnsupportedOperationException();
        }
    }
}
