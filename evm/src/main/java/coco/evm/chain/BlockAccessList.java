package coco.evm.chain;

import coco.evm.Address;
import coco.evm.Hash;
import coco.evm.U256;
import coco.evm.hash.Keccak256;
import coco.evm.rlp.RlpException;
import coco.evm.rlp.RlpReader;
import coco.evm.rlp.RlpWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a block looks at and what it changes (EIP-7928, from Amsterdam on). It is no part of the block: the header has its hash.
 *
 * <p>An index says when: 0 before the transactions, then the number of the transaction from 1 on, one more behind the last. Whether the
 * order is the right one {@link AccessListRules} tells.
 *
 * @param accounts ascending by address, those only looked at included
 */
public record BlockAccessList(List<AccountAccess> accounts) {
    public static final BlockAccessList EMPTY = new BlockAccessList(List.of());

    public BlockAccessList {
        accounts = List.copyOf(accounts);
    }

    /**
     * One account.
     *
     * @param storageChanges ascending by slot
     * @param storageReads slots that were looked at and not changed, ascending
     * @param balanceChanges ascending by index, as the lists behind it
     */
    public record AccountAccess(
            Address address,
            List<SlotChanges> storageChanges,
            List<U256> storageReads,
            List<BalanceChange> balanceChanges,
            List<NonceChange> nonceChanges,
            List<CodeChange> codeChanges) {
        public AccountAccess {
            storageChanges = List.copyOf(storageChanges);
            storageReads = List.copyOf(storageReads);
            balanceChanges = List.copyOf(balanceChanges);
            nonceChanges = List.copyOf(nonceChanges);
            codeChanges = List.copyOf(codeChanges);
        }
    }

    /** @param changes ascending by index */
    public record SlotChanges(U256 slot, List<StorageChange> changes) {
        public SlotChanges {
            changes = List.copyOf(changes);
        }
    }

    /** @param index unsigned, as in the other changes */
    public record StorageChange(long index, U256 value) {}

    /** @param balance in wei, after the index */
    public record BalanceChange(long index, U256 balance) {}

    /** @param nonce unsigned, after the index */
    public record NonceChange(long index, long nonce) {}

    /** @param code after the index; not copied: who makes a change gives it up */
    @SuppressWarnings("ArrayRecordComponent") // equals and hashCode below compare the content
    public record CodeChange(long index, byte[] code) {
        @Override
        public boolean equals(Object other) {
            return other instanceof CodeChange change && index == change.index && Arrays.equals(code, change.code);
        }

        @Override
        public int hashCode() {
            return 31 * Long.hashCode(index) + Arrays.hashCode(code);
        }
    }

    /** Keccak-256 of the canonical form: what the header has. */
    public Hash hash() {
        return Hash.unsafeWrap(Keccak256.hash(encode()));
    }

    /** Accounts and slots, for the limit of EIP-7928. */
    public long items() {
        var items = (long) accounts.size();
        for (var account : accounts) items += account.storageChanges.size() + account.storageReads.size();
        return items;
    }

    public byte[] encode() {
        var writer = new RlpWriter(1024).begin();
        for (var account : accounts) write(account, writer);
        return writer.end().toArray();
    }

    private static void write(AccountAccess account, RlpWriter writer) {
        writer.begin().address(account.address).begin();
        for (var slot : account.storageChanges) {
            writer.begin().integer(slot.slot).begin();
            for (var change : slot.changes)
                writer.begin().integer(change.index).integer(change.value).end();
            writer.end().end();
        }
        writer.end().begin();
        for (var slot : account.storageReads) writer.integer(slot);
        writer.end().begin();
        for (var change : account.balanceChanges)
            writer.begin().integer(change.index).integer(change.balance).end();
        writer.end().begin();
        for (var change : account.nonceChanges)
            writer.begin().integer(change.index).integer(change.nonce).end();
        writer.end().begin();
        for (var change : account.codeChanges)
            writer.begin().integer(change.index).bytes(change.code).end();
        writer.end().end();
    }

    /** @throws RlpException for anything but the canonical form; order and indexes are not looked at */
    public static BlockAccessList decode(byte[] bytes) throws RlpException {
        var reader = RlpReader.of(bytes);
        var accounts = readAll(reader, BlockAccessList::readAccount);
        reader.finish();
        return new BlockAccessList(accounts);
    }

    private interface Item<T> {
        T read(RlpReader reader) throws RlpException;
    }

    private static <T> List<T> readAll(RlpReader reader, Item<T> item) throws RlpException {
        var all = new ArrayList<T>();
        var list = reader.list();
        while (list.hasNext()) all.add(item.read(list));
        return all;
    }

    /** The next item, a list that has to be read to its end. */
    private static <T> T readWhole(RlpReader reader, Item<T> content) throws RlpException {
        var list = reader.list();
        var value = content.read(list);
        list.finish();
        return value;
    }

    private static AccountAccess readAccount(RlpReader reader) throws RlpException {
        return readWhole(
                reader,
                list -> new AccountAccess(
                        list.address(),
                        readAll(list, BlockAccessList::readSlot),
                        readAll(list, RlpReader::u256),
                        readAll(
                                list,
                                balances ->
                                        readWhole(balances, one -> new BalanceChange(one.unsignedLong(), one.u256()))),
                        readAll(
                                list,
                                nonces -> readWhole(
                                        nonces, one -> new NonceChange(one.unsignedLong(), one.unsignedLong()))),
                        readAll(
                                list,
                                codes -> readWhole(codes, one -> new CodeChange(one.unsignedLong(), one.bytes())))));
    }

    private static SlotChanges readSlot(RlpReader reader) throws RlpException {
        return readWhole(
                reader,
                list -> new SlotChanges(
                        list.u256(),
                        readAll(
                                list,
                                changes ->
                                        readWhole(changes, one -> new StorageChange(one.unsignedLong(), one.u256())))));
    }
}
