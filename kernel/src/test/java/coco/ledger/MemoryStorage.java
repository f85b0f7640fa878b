package coco.ledger;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A folder in memory that knows what was made durable. */
final class MemoryStorage implements Storage {
    final Map<String, byte[]> files = new TreeMap<>();
    private final Map<String, Integer> durable = new TreeMap<>();

    /** What the file holds; the array itself. */
    byte[] bytes(String name) {
        var file = files.get(name);
        if (file == null) throw new AssertionError("no file " + name);
        return file;
    }

    /** Power goes: what was not synced is gone. */
    void crash() {
        files.replaceAll((name, bytes) -> Arrays.copyOf(bytes, Math.min(bytes.length, durable.getOrDefault(name, 0))));
    }

    @Override
    public List<String> list() {
        return List.copyOf(files.keySet());
    }

    @Override
    public long size(String name) {
        var file = files.get(name);
        return file == null ? -1 : file.length;
    }

    @Override
    public byte[] read(String name, long offset, int length) throws IOException {
        var file = existing(name);
        if (offset + length > file.length) throw new IOException(name + " is shorter");
        return Arrays.copyOfRange(file, (int) offset, (int) offset + length);
    }

    @Override
    public void append(String name, byte[] bytes) {
        var before = files.getOrDefault(name, new byte[0]);
        var after = Arrays.copyOf(before, before.length + bytes.length);
        System.arraycopy(bytes, 0, after, before.length, bytes.length);
        files.put(name, after);
    }

    @Override
    public void overwrite(String name, long offset, byte[] bytes) throws IOException {
        System.arraycopy(bytes, 0, existing(name), (int) offset, bytes.length);
    }

    @Override
    public void truncate(String name, long size) throws IOException {
        files.put(name, Arrays.copyOf(existing(name), (int) size));
        durable.computeIfPresent(name, (file, synced) -> Math.min(synced, (int) size));
    }

    @Override
    public void sync(String name) throws IOException {
        durable.put(name, existing(name).length);
    }

    @Override
    public void rename(String from, String to) throws IOException {
        files.put(to, existing(from));
        files.remove(from);
        var synced = durable.remove(from);
        if (synced != null) durable.put(to, synced);
    }

    @Override
    public void delete(String name) throws IOException {
        existing(name);
        files.remove(name);
        durable.remove(name);
    }

    private byte[] existing(String name) throws IOException {
        var file = files.get(name);
        if (file == null) throw new IOException("no file " + name);
        return file;
    }
}
