package coco.attestation.tpm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coco.crypto.Bytes;
import coco.crypto.MalformedException;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What comes out of a socket, whole or not. */
class TpmSocketTest {
    private static final Bytes COMMAND = Bytes.ofHex("80010000000a00000181");

    private ServerSocketChannel server;

    @BeforeEach
    void listen() throws IOException {
        server = ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    /** The other side takes the command, gives these pieces and hangs up. */
    private Bytes answered(String... pieces) throws IOException, MalformedException, InterruptedException {
        var other = Thread.ofVirtual().start(() -> {
            try (var socket = server.accept()) {
                var command = ByteBuffer.allocate(COMMAND.size());
                while (command.hasRemaining()) socket.read(command);
                assertEquals(COMMAND, Bytes.of(command.array()));
                for (var piece : pieces)
                    socket.write(ByteBuffer.wrap(Bytes.ofHex(piece).toArray()));
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        try (var channel = TpmSocket.open(server.getLocalAddress())) {
            return channel.exchange(COMMAND);
        } finally {
            other.join();
        }
    }

    @Test
    void aResponseIsReadAsLongAsItSays() throws Exception {
        assertEquals(
                "80010000000c000000001234",
                answered("8001000000", "0c0000000012", "34").toHex());
        assertEquals(
                "80010000000a00000000", answered("80010000000a00000000", "ff").toHex());
    }

    @Test
    void aResponseThatEndsBeforeIsRefused() {
        for (var piece : List.of("", "80", "800100000000", "80010000000c0000000012")) {
            assertThrows(EOFException.class, () -> answered(piece));
        }
    }

    @Test
    void aResponseThatSaysItIsLongerThanAnyIsRefused() {
        for (var size : List.of("00000009", "00001001", "7fffffff", "ffffffff")) {
            var refused = assertThrows(MalformedException.class, () -> answered("8001" + size + "00000000"));
            assertTrue(String.valueOf(refused.getMessage()).contains("says it has"), refused.toString());
        }
    }
}
