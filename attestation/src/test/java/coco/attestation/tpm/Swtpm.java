package coco.attestation.tpm;

import coco.crypto.Bytes;
import coco.crypto.MalformedException;
import java.io.File;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * A TPM in software, which makes genuine quotes, and what its owner does before an attester is asked: make a key, define an index, extend
 * a register. Owner: the test, which closes it.
 */
public final class Swtpm implements AutoCloseable {
    /** Attributes of an index that its owner and everybody may read and write. */
    private static final int ATTRIBUTES = 0x0206_0006;

    private static final int CREATE_PRIMARY = 0x131;
    private static final int EVICT_CONTROL = 0x120;
    private static final int NV_DEFINE_SPACE = 0x12a;
    private static final int PCR_EXTEND = 0x182;

    /** A key of the TPM's own for signing its own statements. */
    private static final int RESTRICTED_SIGNING = 0x0005_0072;

    private static final int PATIENCE_SECONDS = 60;

    private final Process process;
    private final Path socket;

    private Swtpm(Process process, Path socket) {
        this.process = process;
        this.socket = socket;
    }

    /**
     * Starts one whose state lies in {@code folder}, which has a short name: those of sockets have 100 characters. Without swtpm the test
     * is skipped, with a line that says what to install; where {@code CI} is {@code true}, it fails.
     */
    public static Swtpm start(Path folder) throws IOException, InterruptedException {
        if (!isOnPath("swtpm")) {
            var missing = "needs swtpm (Debian: apt install swtpm)";
            if ("true".equals(System.getenv("CI"))) Assertions.fail(missing);
            Assumptions.abort("skipped: " + missing);
        }
        var socket = folder.resolve("s");
        var log = folder.resolve("log").toFile();
        var process = new ProcessBuilder(
                        "swtpm",
                        "socket",
                        "--tpm2",
                        "--tpmstate",
                        "dir=" + folder,
                        "--server",
                        "type=unixio,path=" + socket,
                        "--flags",
                        "not-need-init,startup-clear")
                .redirectErrorStream(true)
                .redirectOutput(log)
                .start();
        var end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!Files.exists(socket)) {
            if (!process.isAlive() || System.nanoTime() > end) {
                process.destroy();
                throw new IOException("swtpm did not start: " + Files.readString(log.toPath()));
            }
            Thread.sleep(10);
        }
        return new Swtpm(process, socket);
    }

    public TpmChannel open() throws IOException {
        return TpmSocket.open(UnixDomainSocketAddress.of(socket));
    }

    /** Makes an RSA key that signs with PKCS1 and SHA-256, as Azure's, and keeps it at {@code handle}. */
    public void makeRsaKey(int handle) throws IOException, MalformedException {
        makeKey(
                handle,
                new Parts()
                        .u16(0x0001)
                        .u16(0x000b)
                        .u32(RESTRICTED_SIGNING)
                        .u16(0)
                        .u16(0x0010)
                        .u16(0x0014)
                        .u16(0x000b)
                        .u16(2048)
                        .u32(0)
                        .u16(0)
                        .bytes());
    }

    /** Makes a key on P-256 that signs with ECDSA and SHA-256. */
    public void makeEllipticKey(int handle) throws IOException, MalformedException {
        makeKey(handle, elliptic(RESTRICTED_SIGNING));
    }

    private static Bytes elliptic(int attributes) {
        return new Parts()
                .u16(0x0023)
                .u16(0x000b)
                .u32(attributes)
                .u16(0)
                .u16(0x0010)
                .u16(0x0018)
                .u16(0x000b)
                .u16(0x0003)
                .u16(0x0010)
                .u16(0)
                .u16(0)
                .bytes();
    }

    /** Makes a key that signs whatever it is given. */
    public void makePlainKey(int handle) throws IOException, MalformedException {
        makeKey(handle, elliptic(RESTRICTED_SIGNING & ~0x0001_0000));
    }

    private void makeKey(int handle, Bytes template) throws IOException, MalformedException {
        try (var channel = open()) {
            var create = TpmCommand.authorized("CreatePrimary", CREATE_PRIMARY, Tpm.OWNER)
                    .sized(Bytes.ofHex("00000000"))
                    .sized(template)
                    .sized(Bytes.EMPTY)
                    .u32(0);
            var key = (int)
                    TpmResponse.start(create, channel.exchange(create.encode())).u32();
            send(
                    channel,
                    TpmCommand.authorized("EvictControl", EVICT_CONTROL, Tpm.OWNER, key)
                            .u32(handle));
        }
    }

    public void define(int index, int size) throws IOException, MalformedException {
        var area = new Parts()
                .u32(index)
                .u16(0x000b)
                .u32(ATTRIBUTES)
                .u16(0)
                .u16(size)
                .bytes();
        try (var channel = open()) {
            send(
                    channel,
                    TpmCommand.authorized("NV_DefineSpace", NV_DEFINE_SPACE, Tpm.OWNER)
                            .sized(Bytes.EMPTY)
                            .sized(area));
        }
    }

    public void extend(int register, Bytes digest) throws IOException, MalformedException {
        try (var channel = open()) {
            send(
                    channel,
                    TpmCommand.authorized("PCR_Extend", PCR_EXTEND, register)
                            .u32(1)
                            .u16(0x000b)
                            .raw(digest));
        }
    }

    private static void send(TpmChannel channel, TpmCommand command) throws IOException, MalformedException {
        TpmResponse.to(command, channel.exchange(command.encode())).end();
    }

    private static boolean isOnPath(String program) {
        for (var folder : System.getenv("PATH").split(File.pathSeparator, -1))
            if (Files.isExecutable(Path.of(folder, program))) return true;
        return false;
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit()
                .completeOnTimeout(process, PATIENCE_SECONDS, TimeUnit.SECONDS)
                .join();
    }
}
