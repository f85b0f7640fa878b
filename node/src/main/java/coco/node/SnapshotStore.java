package coco.node;

import coco.attestation.Tee;
import coco.crypto.AeadKey;
import coco.crypto.AuthenticationFailedException;
import coco.crypto.Bytes;
import coco.crypto.MalformedException;
import coco.crypto.SecretBytes;
import coco.replica.Snapshot;
import coco.replica.SnapshotCodec;
import java.io.IOException;
import java.nio.ByteBuffer;
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
 * <p>A file is u32 size of the sealed key, the sealed key, 12 bytes nonce, and the sealed {@link SnapshotCodec}
 * bytes; its name is the context. Owner:
 * one thread at a time.
 */
final class SnapshotStore {
    private static final Logger LOG = LoggerFactory.getLogger(SnapshotStore.class);
    private static final String PREFIX = "snapshot_";
    private static final String PART = ".part";
    private static final int KEPT = 2;

    private final Path folder;
    private final Tee tee;
    private final SecureRandom random = new SecureRandom();

    SnapshotStore(Path folder, Tee tee) throws IOException {
        this.folder = Files.createDirectories(folder);
        this.tee = tee;
    }

    /** Durable at return. */
    void save(Snapshot snapshot) throws IOException {
        var name = PREFIX + snapshot.state().seqno().value();
        try (var secret = SecretBytes.random(AeadKey.SIZE, random)) {
            var sealedKey = tee.seal(name, secret);
            var nonce = new byte[AeadKey.NONCE_SIZE];
            random.nextBytes(nonce);
            try (var key = AeadKey.of(SecretBytes.wrap(secret.reveal(byte[]::clone)))) {
                var sealed = key.seal(
                        nonce,
                        SnapshotCodec.encode(snapshot).unsafeArray(),
                        Bytes.ofUtf8(name).toArray());
                var file = ByteBuffer.allocate(4 + sealedKey.size() + nonce.length + sealed.length);
                file.putInt(sealedKey.size())
                        .put(sealedKey.unsafeArray())
                        .put(nonce)
                        .put(sealed);
                try (var disk = new DiskStorage(folder)) {
                    if (disk.size(name + PART) >= 0) disk.delete(name + PART);
                    disk.append(name + PART, file.array());
                    disk.sync(name + PART);
                    disk.rename(name + PART, name);
                }
            }
        }
        var old = names();
        for (var i = 0; i < old.size() - KEPT; i++) Files.delete(folder.resolve(old.get(i)));
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
        var file = ByteBuffer.wrap(Files.readAllBytes(folder.resolve(name)));
        if (file.remaining() < 4) throw new MalformedException("the file is cut off");
        var size = file.getInt();
        if (size < 0 || size > file.remaining() - AeadKey.NONCE_SIZE)
            throw new MalformedException("the file is cut off");
        var sealedKey = new byte[size];
        file.get(sealedKey);
        var nonce = new byte[AeadKey.NONCE_SIZE];
        file.get(nonce);
        var sealed = new byte[file.remaining()];
        file.get(sealed);
        try (var key = AeadKey.of(tee.unseal(name, Bytes.unsafeWrap(sealedKey)))) {
            return SnapshotCodec.decode(
                    Bytes.unsafeWrap(key.open(nonce, sealed, Bytes.ofUtf8(name).toArray())));
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
