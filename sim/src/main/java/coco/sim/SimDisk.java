package coco.sim;

import coco.ledger.Storage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A node's folder. What was not synced may be gone, whole or in part, after a crash; what was synced stays, unless the host rolls
 * the disk back to a copy it kept.
 */
final class SimDisk implements Storage {
    private static final class File {
        private byte[] content = new byte[0];
        /** What is surely on the disk: a crash never takes more than what lies behind. */
        private int synced;

        private File copy() {
            var copy = new File();
            copy.content = content.clone();
            copy.synced = synced;
            return copy;
        }
    }

    private Map<String, File> files = new TreeMap<>();
    private final Chance chance;
    private boolean full;
    private int torn;

    SimDisk(Chance chance) {
        this.chance = chance;
    }

    /** Power goes: each unsynced tail is lost from a random place on, and its last bytes may be garbage. */
    void crash() {
        for (var file : files.values()) {
            if (file.content.length == file.synced) continue;
            torn++;
            var kept = (int) chance.between(file.synced, file.content.length);
            file.content = Arrays.copyOf(file.content, kept);
            if (kept > file.synced && chance.oneIn(3)) {
                var from = Math.max(file.synced, kept - 40);
                var garbage = chance.bytes(kept - from);
                System.arraycopy(garbage, 0, file.content, from, garbage.length);
            }
            file.synced = file.content.length;
        }
    }

    /** What a disk held at some time. */
    static final class Copy {
        private final Map<String, File> files = new TreeMap<>();

        private Copy(Map<String, File> from) {
            from.forEach((name, file) -> files.put(name, file.copy()));
        }
    }

    /** The state of the disk now, for the host to come back to. */
    Copy copy() {
        return new Copy(files);
    }

    /** The host puts an old copy back. */
    void rollBack(Copy copy) {
        files = new Copy(copy.files).files;
    }

    /** The host changes one byte somewhere; false where there is none. */
    boolean tamper() {
        var contents = files.values().stream()
                .map(file -> file.content)
                .filter(bytes -> bytes.length > 0)
                .toList();
        if (contents.isEmpty()) return false;
        var content = chance.pick(contents);
        content[chance.below(content.length)] ^= (byte) (1 << chance.below(8));
        return true;
    }

    void wipe() {
        files.clear();
    }

    void fill(boolean isFull) {
        full = isFull;
    }

    boolean isFull() {
        return full;
    }

    int tornTails() {
        return torn;
    }

    @Override
    public List<String> list() {
        return new ArrayList<>(files.keySet());
    }

    @Override
    public long size(String name) {
        var file = files.get(name);
        return file == null ? -1 : file.content.length;
    }

    @Override
    public byte[] read(String name, long offset, int length) throws IOException {
        var file = existing(name);
        if (offset < 0 || length < 0 || offset + length > file.content.length) {
            throw new IOException(name + " is shorter than " + (offset + length));
        }
        return Arrays.copyOfRange(file.content, (int) offset, (int) offset + length);
    }

    @Override
    public void append(String name, byte[] bytes) throws IOException {
        if (full) throw new IOException("no space left on device");
        var file = files.computeIfAbsent(name, any -> new File());
        var size = file.content.length;
        file.content = Arrays.copyOf(file.content, size + bytes.length);
        System.arraycopy(bytes, 0, file.content, size, bytes.length);
    }

    @Override
    public void overwrite(String name, long offset, byte[] bytes) throws IOException {
        var file = existing(name);
        if (offset + bytes.length > file.content.length) throw new IOException("beyond the end of " + name);
        System.arraycopy(bytes, 0, file.content, (int) offset, bytes.length);
    }

    @Override
    public void truncate(String name, long size) throws IOException {
        var file = existing(name);
        file.content = Arrays.copyOf(file.content, (int) size);
        file.synced = Math.min(file.synced, (int) size);
    }

    @Override
    public void sync(String name) throws IOException {
        if (full) throw new IOException("no space left on device");
        var file = existing(name);
        file.synced = file.content.length;
    }

    @Override
    public void rename(String from, String to) throws IOException {
        files.put(to, existing(from));
        files.remove(from);
    }

    @Override
    public void delete(String name) throws IOException {
        if (files.remove(name) == null) throw new IOException("no file " + name);
    }

    private File existing(String name) throws IOException {
        var file = files.get(name);
        if (file == null) throw new IOException("no file " + name);
        return file;
    }
}
