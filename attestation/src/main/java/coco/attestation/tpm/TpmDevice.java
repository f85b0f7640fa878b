package coco.attestation.tpm;

import coco.crypto.Bytes;
import coco.crypto.MalformedException;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Linux's device of a TPM. With {@code /dev/tpmrm0} the kernel keeps apart what each process loads; the kernel repeats what a TPM asks
 * to be repeated.
 */
public final class TpmDevice implements TpmChannel {
    private final SeekableByteChannel device;

    private TpmDevice(SeekableByteChannel device) {
        this.device = device;
    }

    public static TpmDevice open(Path device) throws IOException {
        return new TpmDevice(Files.newByteChannel(device, StandardOpenOption.READ, StandardOpenOption.WRITE));
    }

    @Override
    public Bytes exchange(Bytes command) throws IOException, MalformedException {
        var written = device.write(ByteBuffer.wrap(command.unsafeArray()));
        if (written != command.size()) {
            throw new IOException("the TPM took " + written + " of " + command.size() + " bytes");
        }
        var response = ByteBuffer.allocate(SIZE_MAX);
        if (device.read(response) <= 0) throw new EOFException("the TPM gave nothing");
        return TpmResponse.whole(Bytes.of(response.array(), 0, response.position()));
    }

    @Override
    public void close() throws IOException {
        device.close();
    }
}
