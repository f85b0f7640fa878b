package coco.ledger;

import java.io.IOException;
import java.util.List;

/**
 * A folder of files that belongs to one node. The host owns the disk: what is read here is verified, never trusted.
 *
 * <p>An {@link IOException} of {@link #append} or {@link #sync} is final: the caller stops the node and never tries the
 * same call again, since after a failed fsync nobody knows what the disk holds.
 */
public interface Storage {
    /** Names of all files, in no particular order. */
    List<String> list() throws IOException;

    /** Size in bytes; -1 where there is no such file. */
    long size(String name) throws IOException;

    /** Exactly {@code length} bytes from {@code offset}; fails where the file is shorter. */
    byte[] read(String name, long offset, int length) throws IOException;

    /** Adds at the end, making the file where it is missing. Durable after the next {@link #sync}. */
    void append(String name, byte[] bytes) throws IOException;

    /** Writes eight bytes over what stands at {@code offset}: a file's header that closes it. */
    void overwrite(String name, long offset, byte[] bytes) throws IOException;

    void truncate(String name, long size) throws IOException;

    /** Makes content and name of the file durable. */
    void sync(String name) throws IOException;

    /** Atomic; replaces the target. Durable at return. */
    void rename(String from, String to) throws IOException;

    void delete(String name) throws IOException;
}
