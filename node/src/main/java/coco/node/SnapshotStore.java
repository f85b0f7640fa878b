package coco.node;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import coco.attestation.Tee;
import coco.crypto.AeadKey;
import coco.crypto.AuthenticationFailedException;
import coco.crypto.Bytes;
import coco.crypto.MalformedException;
import coco.crypto.SecretBytes;
import coco.replica.Snapshot;
import coco.replica.SnapshotCodec;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Comparator;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A node's snapshots on its disk, newest two, each under a key of its own that the TEE has sealed.
 *
 * <p>A file is u32 size of the sealed key, the sealed key, and the bytes of {@link SnapshotCodec} in the frames of
 * {@link SealedOutput}; its name is the context of both. It is written and read piece by piece. Owner: one thread at a time.
 */
final class SnapshotStore {
    private static final Logger LOG = LoggerFactory.getLogger(SnapshotStore.class);
    private static final String PREFIX = "snapshot_";
    private static final String PART = ".part";
    private static final int KEPT = 2;
    private static final int SEALED_KEY_MAX = 1 << 16;

    private final Path folder;
    private final Tee tee;
    private final SecureRandom random = new SecureRandom();

    SnapshotStore(Path folder, Tee tee) throws IOException {
        this.folder = Files.createDirectories(folder);
        this.tee = tee;
    }

    /** Durable at return; gives the file's size in bytes. */
    long save(Snapshot snapshot) throws IOException {
        var name = PREFIX + snapshot.state().seqno().value();
        var part = folder.resolve(name + PART);
        try (var secret = SecretBytes.random(AeadKey.SIZE, random);
                var key = AeadKey.of(secret);
                var file = FileChannel.open(part, CREATE, TRUNCATE_EXISTING, WRITE)) {
            var sealedKey = tee.seal(name, secret);
            var out = Channels.newOutputStream(file);
            out.write(ByteBuffer.allocate(4).putInt(sealedKey.size()).array());
            out.write(sealedKey.unsafeArray());
            try (var sealed = new SealedOutput(out, key, Bytes.ofUtf8(name))) {
                SnapshotCodec.write(snapshot, sealed);
                sealed.end();
            }
            file.force(true);
        }
        try (var disk = new DiskStorage(folder)) {
            disk.rename(name + PART, name);
        }
        var old = names();
        for (var i = 0; i < old.size() - KEPT; i++) Files.delete(folder.resolve(old.get(i)));
        return Files.size(folder.resolve(name));
    }

    /**
     * The newest snapshot that opens here; {@link Snapshot#NOTHING} where there is none. One that does not open is
     * reported and left alone.
     */
    Snapshot newest() throws IOException {
        for (var name : names().reversed()) {
            try {
                return open(name);
            } catch (AuthenticationFailedException | MalformedException e) {
                LOG.error("snapshot {} does not open: {}", name, e.getMessage());
            }
        }
        return Snapshot.NOTHING;
    }

    private Snapshot open(String name) throws IOException, AuthenticationFailedException, MalformedException {
        try (var file = new BufferedInputStream(Files.newInputStream(folder.resolve(name)), 1 << 16)) {
            var size = ByteBuffer.wrap(file.readNBytes(4));
            if (size.remaining() < 4 || size.getInt(0) < 0 || size.getInt(0) > SEALED_KEY_MAX)
                throw new MalformedException("the file begins with no sealed key");
            var sealedKey = Bytes.unsafeWrap(file.readNBytes(size.getInt()));
            try (var secret = tee.unseal(name, sealedKey);
                    var key = AeadKey.of(secret)) {
                return SnapshotCodec.read(new SealedInput(file, key, Bytes.ofUtf8(name)));
            }
        } catch (SealedInput.BrokenException e) {
            throw new AuthenticationFailedException(String.valueOf(e.getMessage()), e);
        }
    }

    private List<String> names() throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.matches(PREFIX + "[0-9]{1,18}"))
                    .sorted(Comparator.comparingLong(name -> Long.parseLong(name.substring(PREFIX.length()))))
                    .toList();
        }
    }
}
