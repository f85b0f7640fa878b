package coco.attestation.tpm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coco.crypto.Bytes;
import coco.crypto.MalformedException;
import java.util.Optional;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a TPM that lies is answered. */
class TpmTest {
    private static final int INDEX = 0x0140_0001;

    private final FakeTpm fake = new FakeTpm();
    private final Tpm tpm = new Tpm(fake);

    @BeforeEach
    void fill() {
        var content = new byte[2 * Tpm.PIECE_SIZE + 7];
        new Random(11).nextBytes(content);
        fake.indexes.put(INDEX, content);
        for (var i = 0; i < Tpm.REGISTERS; i++) fake.registers.add(Bytes.of(new byte[32]));
    }

    private NvIndex index() throws Exception {
        return tpm.index(INDEX).orElseThrow();
    }

    @Test
    void anIndexIsReadInPieces() throws Exception {
        assertEquals(new NvIndex(INDEX, 0x0206_0006, 2 * Tpm.PIECE_SIZE + 7), index());
        assertArrayEquals(fake.indexes.get(INDEX), tpm.read(index()).toArray());
        assertEquals(
                "80020000002300" + "00014e" + "01400001" + "01400001" + "00000009400000090000000000" + "0007" + "0400",
                fake.commands.getLast().toHex());
        assertEquals(Optional.empty(), tpm.index(0x0140_0009));
        fake.indexes.put(INDEX, new byte[0]);
        assertEquals(Bytes.EMPTY, tpm.read(index()));
    }

    @Test
    void anIndexIsOpenedByWhomItsAttributesName() {
        assertEquals(INDEX, new NvIndex(INDEX, 0x0206_0006, 1).readBy());
        assertEquals(INDEX, new NvIndex(INDEX, 0x0004_0004, 1).writeBy());
        assertEquals(Tpm.OWNER, new NvIndex(INDEX, 0x0002_0002, 1).readBy());
        assertEquals(Tpm.OWNER, new NvIndex(INDEX, 0x0002_0002, 1).writeBy());
        assertEquals(INDEX, new NvIndex(INDEX, 0x0001_0001, 1).readBy());
    }

    @Test
    void piecesOfAnotherSizeAreRefused() throws Exception {
        var index = index();
        fake.lies.put(FakeTpm.NV_READ, _ -> Bytes.ofHex("0000"));
        assertMalformed("0 bytes, not 512", () -> tpm.read(index));
        fake.lies.put(FakeTpm.NV_READ, _ -> Bytes.ofHex("0001ff"));
        assertMalformed("1 bytes, not 512", () -> tpm.read(index));
        fake.lies.put(FakeTpm.NV_READ, _ -> Bytes.ofHex("ffff00"));
        assertMalformed("65535 bytes where at most 512", () -> tpm.read(index));
        fake.lies.put(FakeTpm.NV_READ, good -> good.concat(Bytes.ofHex("00")));
        assertMalformed("1 bytes too many", () -> tpm.read(index));
        fake.lies.put(FakeTpm.NV_READ, good -> good.slice(0, 100));
        assertMalformed("cut off", () -> tpm.read(index));
    }

    @Test
    void anIndexHasABoundAndIsTheOneThatWasAskedFor() throws Exception {
        fake.indexes.put(INDEX, new byte[Tpm.INDEX_SIZE_MAX + 1]);
        var index = index();
        assertMalformed("an index of 16385 bytes", () -> tpm.read(index));
        lie(FakeTpm.NV_READ_PUBLIC, 5, 2);
        assertMalformed("another index: 1400002", this::index);
        lie(FakeTpm.NV_READ_PUBLIC, 1, 15);
        assertMalformed("an area of 15 bytes", this::index);
        lie(FakeTpm.NV_READ_PUBLIC, 13, 1);
        assertMalformed("an area of 14 bytes", this::index);
        lie(FakeTpm.NV_READ_PUBLIC, 12, 0xff);
        assertMalformed("65280 bytes where at most 64", this::index);
        fake.lies.put(FakeTpm.NV_READ_PUBLIC, good -> good.concat(good));
        assertMalformed("52 bytes too many", this::index);
    }

    @Test
    void registersThatWereNotAskedForAreRefused() {
        assertMalformed("Quote:", () -> tpm.quote(1, Bytes.EMPTY)); // an empty statement is none
        fake.quoted = Bytes.EMPTY;
        lie(FakeTpm.PCR_READ, 11, 0);
        assertMalformed("PCR_Read: registers that were not asked for", () -> tpm.quote(1, Bytes.EMPTY));
        lie(FakeTpm.PCR_READ, 9, 0x0c);
        assertMalformed("PCR_Read: another bank", () -> tpm.quote(1, Bytes.EMPTY));
        lie(FakeTpm.PCR_READ, 7, 2);
        assertMalformed("PCR_Read: another bank", () -> tpm.quote(1, Bytes.EMPTY));
        lie(FakeTpm.PCR_READ, 12, 0xff);
        assertMalformed("PCR_Read: 16 registers", () -> tpm.quote(1, Bytes.EMPTY));
        lie(FakeTpm.PCR_READ, 17, 7);
        assertMalformed("PCR_Read: other values than registers", () -> tpm.quote(1, Bytes.EMPTY));
        lie(FakeTpm.PCR_READ, 19, 31);
        assertMalformed("PCR_Read: a register of 31 bytes", () -> tpm.quote(1, Bytes.EMPTY));
        lie(FakeTpm.PCR_READ, 19, 33);
        assertMalformed("PCR_Read: 33 bytes where at most 32", () -> tpm.quote(1, Bytes.EMPTY));
        fake.lies.put(FakeTpm.PCR_READ, good -> good.concat(Bytes.ofHex("00")));
        assertMalformed("PCR_Read: 1 bytes too many", () -> tpm.quote(1, Bytes.EMPTY));
        // The same eight every time.
        fake.lies.clear();
        fake.before = () -> assertTrue(fake.commands.size() < 100, "asked without end");
        fake.lies.put(FakeTpm.PCR_READ, good -> Bytes.of(good.slice(0, 11).toArray())
                .concat(Bytes.ofHex("ff0000"))
                .concat(good.slice(14, good.size())));
        assertMalformed("PCR_Read: registers that were not asked for", () -> tpm.quote(1, Bytes.EMPTY));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "8001",
                "80010000000a000000",
                "80010000000b00000000",
                "80010000000900000000",
                "80010000000a0000000000",
                "80010000100100000000",
                "8001ffffffff00000000",
                "80020000000a00000000",
                "00c40000000a00000000"
            })
    void aResponseThatIsNotWholeIsRefused(String response) {
        fake.lie = _ -> Bytes.ofHex(response);
        assertThrows(MalformedException.class, this::index);
    }

    @Test
    void aResponseHasAsManyBytesAsItSays() {
        fake.lie = good -> good.concat(Bytes.ofHex("00"));
        assertMalformed("a TPM's response of 63 bytes that says it has 62 bytes", this::index);
        fake.lie = good -> good.slice(0, good.size() - 1);
        assertMalformed("a TPM's response of 61 bytes that says it has 62 bytes", this::index);
    }

    @Test
    void theAreaOfSessionsIsReadToo() throws Exception {
        var index = index();
        UnaryOperator<Bytes> wholeAgain =
                all -> FakeTpm.whole(TpmCommand.SESSIONS, 0, all.slice(TpmChannel.HEADER_SIZE, all.size()));
        fake.lie = good -> wholeAgain.apply(good.concat(Bytes.ofHex("00")));
        assertMalformed("NV_Read: 1 bytes too many", () -> tpm.read(index));
        fake.lie = good -> wholeAgain.apply(good.slice(0, good.size() - 1));
        assertMalformed("NV_Read: cut off", () -> tpm.read(index));
        fake.lie = good -> wholeAgain.apply(good.slice(0, good.size() - 2).concat(Bytes.ofHex("0001")));
        assertMalformed("NV_Read: a session with a value", () -> tpm.read(index));
        fake.lie = good -> wholeAgain.apply(good.slice(0, good.size() - 5).concat(Bytes.ofHex("0001000000")));
        assertMalformed("NV_Read: a session with a nonce", () -> tpm.read(index));
        fake.lie = good -> FakeTpm.whole(TpmCommand.NO_SESSIONS, 0, good.slice(TpmChannel.HEADER_SIZE, good.size()));
        assertMalformed("NV_Read: a response with the tag 8001", () -> tpm.read(index));
        fake.lie = good -> wholeAgain.apply(
                good.slice(0, 10).concat(Bytes.ofHex("ffffffff")).concat(good.slice(14, good.size())));
        assertMalformed("NV_Read: cut off: 4294967295 bytes", () -> tpm.read(index));
    }

    @Test
    void aCodeIsTheTpmsWord() {
        fake.refusals.put(FakeTpm.NV_READ_PUBLIC, 0x922);
        var refused = assertThrows(TpmException.class, this::index);
        assertEquals(0x922, refused.code());
        assertTrue(refused.is(TpmCode.TPM_RC_RETRY));
        assertEquals("NV_ReadPublic: TPM_RC_RETRY (0x922)", refused.getMessage());
    }

    @Test
    void aCommandThatTheTpmAsksForAgainIsSentAgain() throws Exception {
        fake.refusals.put(FakeTpm.NV_READ_PUBLIC, 0x922);
        fake.before = () -> {
            if (fake.commands.size() == Tpm.REPEATS_MAX - 1) fake.refusals.clear();
        };
        index();
        assertEquals(Tpm.REPEATS_MAX, fake.commands.size());
        assertEquals(fake.commands.getFirst(), fake.commands.getLast());
        fake.refusals.put(FakeTpm.NV_READ_PUBLIC, 0x922);
        assertThrows(TpmException.class, this::index);
        assertEquals(2 * Tpm.REPEATS_MAX, fake.commands.size());
    }

    private void lie(int command, int at, int value) {
        fake.lies.put(command, good -> {
            var changed = good.toArray();
            changed[at] = (byte) value;
            return Bytes.of(changed);
        });
    }

    private static void assertMalformed(String expected, Executable attempt) {
        var message =
                String.valueOf(assertThrows(MalformedException.class, attempt).getMessage());
        assertTrue(message.contains(expected), message);
    }
}
