package coco.attestation;

import coco.crypto.AeadKey;
import coco.crypto.AuthenticationFailedException;
import coco.crypto.Bytes;
import coco.crypto.Digest;
import coco.crypto.SecretBytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Arrays;

/**
 * The software TEE, for development: it has the form of a TEE and protects nothing. Its sealing key is a file in a
 * folder of its own, apart
 * from the data, so that the data alone opens nothing.
 */
public final class SoftwareTee implements Tee {
    public static final String KIND = "software";
    /** What is said wherever somebody decides. */
    public static final String WARNING = "software TEE: protects nothing";

    private static final String KEY_FILE = "software-tee.key";

    private final Digest measurement;
    private final AeadKey sealing;
    private final SecureRandom random = new SecureRandom();

    private SoftwareTee(Digest measurement, AeadKey sealing) {
        this.measurement = measurement;
        this.sealing = sealing;
    }

    /** Opens the software TEE whose sealing key lies in {@code folder}; makes folder and key where they are missing. */
    public static SoftwareTee open(Path folder, Digest measurement) throws IOException {
        Files.createDirectories(folder);
        var file = folder.resolve(KEY_FILE);
        if (!Files.exists(file)) {
            var key = new byte[AeadKey.SIZE];
            new SecureRandom().nextBytes(key);
            var ownerOnly = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
            if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) Files.createFile(file, ownerOnly);
            Files.write(file, key, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            Arrays.fill(key, (byte) 0);
        }
        var key = Files.readAllBytes(file);
        if (key.length != AeadKey.SIZE) throw new IOException(file + " is not a sealing key");
        return new SoftwareTee(measurement, AeadKey.of(SecretBytes.wrap(key)));
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public boolean protects() {
        return false;
    }

    @Override
    public Evidence evidence(Bytes reportData) {
        return new Evidence.Software(measurement, reportData);
    }

    @Override
    public Bytes seal(String label, SecretBytes secret) {
        var nonce = new byte[AeadKey.NONCE_SIZE];
        random.nextBytes(nonce);
        var sealed = secret.reveal(plain -> sealing.seal(nonce, plain, context(label)));
        return Bytes.of(nonce).concat(Bytes.unsafeWrap(sealed));
    }

    @Override
    public SecretBytes unseal(String label, Bytes sealed) throws AuthenticationFailedException {
        if (sealed.size() < AeadKey.NONCE_SIZE + AeadKey.TAG_SIZE)
            throw new AuthenticationFailedException("sealed data is cut off");
        var nonce = sealed.slice(0, AeadKey.NONCE_SIZE).toArray();
        var cipher = sealed.slice(AeadKey.NONCE_SIZE, sealed.size()).toArray();
        return SecretBytes.wrap(sealing.open(nonce, cipher, context(label)));
    }

    private static byte[] context(String label) {
        return ("coco software TEE\n" + label).getBytes(StandardCharsets.UTF_8);
    }
}
