package coco.evm.rlp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import coco.evm.U256;
import coco.evm.vectors.Archive;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class RlpTest {
    private static final String VECTORS = "ethereum-tests-small.tar.xz";

    @Test
    void officialVectorsAreWrittenAndReadBack() throws RlpException {
        var count = 0;
        for (var test : Archive.jsons(VECTORS, "RLPTests/rlptest.json"::equals)
                .values()
                .iterator()
                .next()
                .properties()) {
            var in = test.getValue().get("in");
            var out = Archive.hex(test.getValue().get("out").asString());
            var writer = new RlpWriter(1);
            write(writer, in);
            assertArrayEquals(out, writer.toArray(), test.getKey());
            var reader = RlpReader.of(out);
            compare(reader, in);
            reader.finish();
            RlpReader.check(out);
            count++;
        }
        assertEquals(28, count);
    }

    @Test
    void officialInvalidVectorsAreRefused() throws RlpException {
        var refused = 0;
        for (var file : Archive.jsons(VECTORS, name -> name.startsWith("RLPTests/") && !name.endsWith("/rlptest.json"))
                .values()) {
            for (var test : file.properties()) {
                var bytes = Archive.hex(test.getValue().get("out").asString());
                if (test.getValue().get("in").asString().equals("VALID")) {
                    RlpReader.check(bytes);
                } else {
                    assertThrows(RlpException.class, () -> RlpReader.check(bytes), test.getKey());
                    refused++;
                }
            }
        }
        assertEquals(26, refused);
    }

    @Test
    void whateverPassesTheCheckIsReEncodedTheSame() {
        var random = new SplittableRandom(5);
        var passed = 0;
        for (var i = 0; i < 200_000; i++) {
            var bytes = new byte[1 + random.nextInt(8)];
            random.nextBytes(bytes);
            bytes[0] = (byte) (random.nextBoolean() ? 0xc0 + bytes.length - 1 : 0x80 + bytes.length - 1);
            try {
                RlpReader.check(bytes);
                var writer = new RlpWriter();
                copy(RlpReader.of(bytes), writer);
                assertArrayEquals(bytes, writer.toArray());
                passed++;
            } catch (RlpException refused) {
                // The other half of the property: nothing but this exception.
                assertEquals(RlpException.class, refused.getClass());
            }
        }
        assertEquals(true, passed > 1000, "only " + passed);
    }

    @Test
    void depthIsBounded() {
        var writer = new RlpWriter();
        for (var i = 0; i <= RlpReader.DEPTH_MAX + 1; i++) writer.begin();
        for (var i = 0; i <= RlpReader.DEPTH_MAX + 1; i++) writer.end();
        assertThrows(RlpException.class, () -> RlpReader.check(writer.toArray()));
    }

    @Test
    void integersAreStrict() throws RlpException {
        assertEquals(-1, RlpReader.of(new RlpWriter().integer(-1).toArray()).unsignedLong());
        assertEquals(
                U256.MAX,
                RlpReader.of(new RlpWriter().integer(U256.MAX).toArray()).u256());
        assertThrows(RlpException.class, () -> RlpReader.of(Archive.hex("00")).unsignedLong());
        assertThrows(
                RlpException.class, () -> RlpReader.of(Archive.hex("820001")).u256());
        assertThrows(RlpException.class, () -> RlpReader.of(Archive.hex("88ffffffffffffffff"))
                .nonNegativeLong());
        assertThrows(RlpException.class, () -> RlpReader.of(Archive.hex("89010000000000000000"))
                .unsignedLong());
    }

    private static void write(RlpWriter writer, JsonNode in) {
        if (in.isArray()) {
            writer.begin();
            for (var item : in) write(writer, item);
            writer.end();
        } else if (in.isNumber()) {
            writer.integer(in.asLong());
        } else if (in.asString().startsWith("#")) {
            writer.bytes(minimal(in));
        } else {
            writer.bytes(in.asString().getBytes(StandardCharsets.UTF_8));
        }
    }

    /** The vectors go up to 2^256, one more than an integer of Ethereum. */
    private static byte[] minimal(JsonNode in) {
        var bytes = new BigInteger(in.asString().substring(1)).toByteArray();
        return bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
    }

    private static void compare(RlpReader reader, JsonNode in) throws RlpException {
        if (in.isArray()) {
            var list = reader.list();
            assertEquals(in.size(), list.count());
            for (var item : in) compare(list, item);
            list.finish();
        } else if (in.isNumber()) {
            assertEquals(in.asLong(), reader.nonNegativeLong());
        } else if (in.asString().startsWith("#")) {
            assertArrayEquals(minimal(in), reader.bytes());
        } else {
            assertArrayEquals(in.asString().getBytes(StandardCharsets.UTF_8), reader.bytes());
        }
    }

    private static void copy(RlpReader reader, RlpWriter writer) throws RlpException {
        while (reader.hasNext()) {
            if (reader.nextIsList()) {
                writer.begin();
                copy(reader.list(), writer);
                writer.end();
            } else {
                writer.bytes(reader.bytes());
            }
        }
    }
}
