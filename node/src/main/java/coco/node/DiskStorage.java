package coco.node;

import coco.ledger.Storage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A folder on a real disk. Keeps the files it appends to open. Owner: the thread of the replica loop. */
final class DiskStorage implements Storage, AutoCloseable {
    private final Path folder;
    private final Map<String, FileChannel> open = new HashMap<>();

    DiskStorage(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder);
    }

    @Override
    public List<String> list() throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .toList();
        }
    }

    @Override
    public long size(String name) throws IOException {
        var file = folder.resolve(name);
        return Files.exists(file) ? Files.size(file) : -1;
    }

    @Override
    public byte[] read(String name, long offset, int length) throws IOException {
        var bytes = ByteBuffer.allocate(length);
        var channel = open.get(name);
        if (channel != null) {
            readFully(channel, bytes, offset, name);
        } else {
            try (var file = FileChannel.open(folder.resolve(name), StandardOpenOption.READ)) {
                readFully(file, bytes, offset, name);
            }
        }
        return bytes.array();
    }

    private static void readFully(FileChannel channel, ByteBuffer into, long offset, String name) throws IOException {
        while (into.hasRemaining()) {
            var read = channel.read(into, offset + into.position());
            if (read < 0) throw new IOException(name + " is shorter than expected");
        }
    }

    @Override
    public void append(String name, byte[] bytes) throws IOException {
        var channel = channel(name);
        writeFully(channel, bytes, channel.size());
    }

    @Override
    public void overwrite(String name, long offset, byte[] bytes) throws IOException {
        writeFully(channel(name), bytes, offset);
    }

    private static void writeFully(FileChannel channel, byte[] bytes, long offset) throws IOException {
        var from = ByteBuffer.wrap(bytes);
        while (from.hasRemaining()) channel.write(from, offset + from.position());
    }

    @Override
    public void truncate(String name, long size) throws IOException {
        channel(name).truncate(size);
    }

    @Override
    public void sync(String name) throws IOException {
        channel(name).force(true);
        syncFolder();
    }

    @Override
    public void rename(String from, String to) throws IOException {
        close(from);
        close(to);
        Files.move(
                folder.resolve(from),
                folder.resolve(to),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
        syncFolder();
    }

    @Override
    public void delete(String name) throws IOException {
        close(name);
        Files.delete(folder.resolve(name));
    }

    private FileChannel channel(String name) throws IOException {
        var channel = open.get(name);
        if (channel == null) {
            channel = FileChannel.open(
                    folder.resolve(name), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            open.put(name, channel);
        }
        return channel;
    }

    private void close(String name) throws IOException {
        var channel = open.remove(name);
        if (channel != null) channel.close();
    }

    /** Makes names durable, where the platform lets a folder be synced. */
    private void syncFolder() throws IOException {
        if (!folder.getFileSystem().supportedFileAttributeViews().contains("posix")) return;
        try (var directory = FileChannel.open(folder, StandardOpenOption.READ)) {
            directory.force(true);
        }
    }

    @Override
    public void close() throws IOException {
        for (var channel : open.values()) channel.close();
        open.clear();
    }
}
