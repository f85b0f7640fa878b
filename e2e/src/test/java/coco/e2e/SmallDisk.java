package coco.e2e;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** A disk of its own below a folder, which can be filled: a tmpfs. Needs Linux and root. Owner: the test, which closes it. */
final class SmallDisk implements AutoCloseable {
    private static final int PIECE = 16 << 10;

    private final Path folder;
    private final Path ballast;

    private SmallDisk(Path folder) {
        this.folder = folder;
        this.ballast = folder.resolve("ballast");
    }

    /** Whether this machine lets such be made: tried out. */
    static boolean arePossible(Path place) throws InterruptedException {
        try (var one = mount(place)) {
            return Files.isDirectory(one.folder);
        } catch (IOException _) {
            // No such program, or no right to use it.
            return false;
        }
    }

    static SmallDisk mount(Path folder) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        run("mount", "-t", "tmpfs", "-o", "size=128m", "coco-e2e", folder.toString());
        return new SmallDisk(folder);
    }

    /** Takes away what is free, but for about so many bytes. */
    void fill(long left) throws IOException {
        try (var file = FileChannel.open(ballast, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            while (free() > left) file.write(java.nio.ByteBuffer.wrap(new byte[PIECE]));
        } catch (IOException e) {
            if (free() > left) throw e;
        }
    }

    /** Gives it back. */
    void empty() throws IOException {
        Files.delete(ballast);
    }

    long free() throws IOException {
        return Files.getFileStore(folder).getUsableSpace();
    }

    private static void run(String... command) throws IOException, InterruptedException {
        var done = Client.run(List.of(command));
        if (!done.isOk()) throw new IOException(String.join(" ", command) + ": " + done.output());
    }

    /** Whatever lies there is gone. */
    @Override
    public void close() {
        try {
            run("umount", folder.toString());
        } catch (IOException e) {
            System.err.println(e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
