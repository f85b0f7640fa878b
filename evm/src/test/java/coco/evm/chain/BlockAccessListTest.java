package coco.evm.chain;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.fail;

import coco.evm.Address;
import coco.evm.Hash;
import coco.evm.U256;
import coco.evm.chain.BlockAccessList.AccountAccess;
import coco.evm.chain.BlockAccessList.BalanceChange;
import coco.evm.chain.BlockAccessList.CodeChange;
import coco.evm.chain.BlockAccessList.NonceChange;
import coco.evm.chain.BlockAccessList.SlotChanges;
import coco.evm.chain.BlockAccessList.StorageChange;
import coco.evm.rlp.RlpException;
import coco.evm.rlp.RlpWriter;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Access lists as bytes, and what they have to be (EIP-7928). */
class BlockAccessListTest {
    private static final U256 TWO = U256.of(2);

    private static AccountAccess account(long number) {
        return new AccountAccess(
                Address.ofNumber(number),
                List.of(new SlotChanges(
                        U256.ONE, List.of(new StorageChange(0, U256.MAX), new StorageChange(3, U256.ZERO)))),
                List.of(TWO),
                List.of(new BalanceChange(1, U256.of(5)), new BalanceChange(2, U256.of(4))),
                List.of(new NonceChange(2, -1)),
                List.of(new CodeChange(3, new byte[] {1, 2, 3})));
    }

    private static final BlockAccessList SOUND = new BlockAccessList(List.of(account(7), account(8)));

    @Test
    void comesBackFromItsBytes() throws RlpException {
        assertEquals(SOUND, BlockAccessList.decode(SOUND.encode()));
        assertArrayEquals(new byte[] {(byte) 0xc0}, BlockAccessList.EMPTY.encode());
        assertEquals(BlockHeader.NO_OMMERS, BlockAccessList.EMPTY.hash());
        assertEquals(6, SOUND.items());
    }

    @Test
    void theBytesAreThoseOfTheSpecification() {
        var one = new AccountAccess(
                Address.ofNumber(1),
                List.of(new SlotChanges(U256.ZERO, List.of(new StorageChange(1, TWO)))),
                List.of(U256.of(3)),
                List.of(),
                List.of(),
                List.of());
        assertEquals(
                "e2" + "e1" + "94" + "00".repeat(19) + "01" + "c6c580c3c20102" + "c103" + "c0c0c0",
                HexFormat.of().formatHex(new BlockAccessList(List.of(one)).encode()));
    }

    /** Any bytes are a list that encodes to the same bytes, or a refusal. */
    @Test
    void malformedBytesAreRefused() {
        var random = new SplittableRandom(7928);
        var refused = 0;
        for (var i = 0; i < 20_000; i++) {
            var bytes = SOUND.encode();
            for (var n = random.nextInt(1, 4); n > 0; n--)
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            try {
                assertArrayEquals(bytes, BlockAccessList.decode(bytes).encode());
            } catch (RlpException e) {
                refused++;
            }
        }
        if (refused < 1000) fail("too few are refused: " + refused);
        for (var hex : List.of("", "80", "c1c0", "c0c0", "c180"))
            assertThrows(
                    RlpException.class,
                    () -> BlockAccessList.decode(HexFormat.of().parseHex(hex)),
                    hex);
    }

    private static BlockHeader header(@Nullable Hash hash, @Nullable Long slot) {
        return new BlockHeader(
                Hash.ZERO,
                BlockHeader.NO_OMMERS,
                Address.ZERO,
                Hash.ZERO,
                Hash.ZERO,
                Hash.ZERO,
                LogsBloom.EMPTY,
                U256.ZERO,
                1,
                12_000,
                0,
                1,
                new byte[0],
                Hash.ZERO,
                0,
                U256.ONE,
                Hash.ZERO,
                0L,
                0L,
                Hash.ZERO,
                Hash.ZERO,
                hash,
                slot);
    }

    private static @Nullable AccessListRefusal check(AccountAccess... accounts) {
        var list = new BlockAccessList(List.of(accounts));
        return AccessListRules.check(list, header(list.hash(), 0L), 2);
    }

    private static AccountAccess storage(List<SlotChanges> changes, U256... reads) {
        return new AccountAccess(Address.ZERO, changes, List.of(reads), List.of(), List.of(), List.of());
    }

    private static SlotChanges slot(long key, long... indexes) {
        return new SlotChanges(
                U256.of(key),
                java.util.Arrays.stream(indexes)
                        .mapToObj(index -> new StorageChange(index, TWO))
                        .toList());
    }

    @Test
    void orderIsChecked() {
        assertNull(check(account(7), account(8)));
        assertEquals(AccessListRefusal.ACCOUNT_ORDER, check(account(8), account(7)));
        assertEquals(AccessListRefusal.ACCOUNT_ORDER, check(account(8), account(8)));
        assertEquals(AccessListRefusal.ENTRY_ORDER, check(storage(List.of(), TWO, U256.ONE)));
        assertEquals(AccessListRefusal.ENTRY_ORDER, check(storage(List.of(), TWO, TWO)));
        assertEquals(AccessListRefusal.ENTRY_ORDER, check(storage(List.of(slot(2, 1), slot(2, 1)))));
        assertEquals(AccessListRefusal.ENTRY_ORDER, check(storage(List.of(slot(2, 2, 1)))));
        assertEquals(AccessListRefusal.ENTRY_ORDER, check(storage(List.of(slot(2, 1, 1)))));
        assertEquals(AccessListRefusal.ENTRY_ORDER, check(storage(List.of(slot(2, 1)), TWO)), "read and written");
        assertEquals(AccessListRefusal.NO_CHANGE, check(storage(List.of(slot(2)))));
        var twice = List.of(new NonceChange(1, 1), new NonceChange(1, 2));
        assertEquals(
                AccessListRefusal.ENTRY_ORDER,
                check(new AccountAccess(Address.ZERO, List.of(), List.of(), List.of(), twice, List.of())));
    }

    @Test
    void indexesEndWithTheBlock() {
        assertNull(check(storage(List.of(slot(2, 0, 3)))));
        assertEquals(AccessListRefusal.INDEX, check(storage(List.of(slot(2, 0, 4)))));
        assertEquals(AccessListRefusal.INDEX, check(storage(List.of(slot(2, -1)))), "unsigned");
    }

    @Test
    void theHashIsThatOfTheHeader() {
        assertNull(AccessListRules.check(SOUND, header(SOUND.hash(), 0L), 2));
        assertEquals(AccessListRefusal.HASH, AccessListRules.check(SOUND, header(Hash.ZERO, 0L), 2));
        assertEquals(AccessListRefusal.HASH, AccessListRules.check(SOUND, header(null, null), 2));
    }

    @Test
    void theBlocksGasLimitsTheItems() {
        assertEquals(6, SOUND.items());
        assertEquals(false, AccessListRules.isTooLong(SOUND, 12_000));
        assertEquals(true, AccessListRules.isTooLong(SOUND, 11_999));
    }

    /** EIP-7843 and 7928 add a field each; one more is nobody's. */
    @Test
    void aHeaderHasTheNewFieldsAndNoOthers() throws RlpException {
        var header = header(SOUND.hash(), 0x8000_0000_0000_0000L);
        var read = BlockHeader.decode(header.encode());
        assertEquals(header.hash(), read.hash());
        assertEquals(SOUND.hash(), read.blockAccessListHash());
        assertEquals(header.slotNumber(), read.slotNumber());
        var more = new RlpWriter(1024).begin();
        var fields = coco.evm.rlp.RlpReader.of(header.encode()).list();
        while (fields.hasNext()) more.raw(fields.raw());
        var bytes = more.integer(1).end().toArray();
        assertThrows(RlpException.class, () -> BlockHeader.decode(bytes));
    }
}
