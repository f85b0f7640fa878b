package coco.attestation.tpm;

import coco.crypto.Bytes;
import coco.crypto.MalformedException;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** A TPM behind a socket of TCP or of the Unix domain, which carries commands and responses one after another, as swtpm's does. */
public final class TpmSocket implements TpmChannel {
    private final SocketChannel socket;

    private TpmSocket(SocketChannel socket) {
        this.socket = socket;
    }

    public static TpmSocket open(SocketAddress address) throws IOException {
        return new TpmSocket(SocketChannel.open(address));
    }

    @Override
    public Bytes exchange(Bytes command) throws IOException, MalformedException {
        var out = ByteBuffer.wrap(command.unsafeArray());
        while (out.hasRemaining()) socket.write(out);
        var header = ByteBuffer.wrap(new byte[HEADER_SIZE]);
        fill(header);
        var body = ByteBuffer.allocate(TpmResponse.size(Bytes.of(header.array())) - HEADER_SIZE);
        fill(body);
        return TpmResponse.whole(Bytes.of(header.array()).concat(Bytes.of(body.array())));
    }

    private void fill(ByteBuffer in) throws IOException {
        while (in.hasRemaining()) {
            if (socket.read(in) < 0) throw new EOFException("the TPM hung up");
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
