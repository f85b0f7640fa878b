package coco.evm.state;

import coco.evm.AccountState;
import coco.evm.Address;
import coco.evm.Fork;
import coco.evm.Hash;
import coco.evm.StateDiff;
import coco.evm.U256;
import coco.evm.WorldView;
import coco.evm.chain.Log;
import coco.evm.hash.Keccak256;
import coco.evm.state.UndoLog.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/**
 * The state of a session: everything read so far, as the transactions before have left it. One thread at a time.
 *
 * <p>Order of use: {@link #begin}, any number of reads, changes, {@link #checkpoint} and {@link #revert}, then
 * {@link #settle}; the next begin forgets how to undo.
 */
public final class Journal {
    private static final Address RIPEMD = Address.ofNumber(3);

    private final WorldView view;
    private final CodeCache codes;
    private final boolean clearsEmpty;
    private final AccountMap accounts;
    private final UndoLog undo = new UndoLog();
    private final TransientStorage transientStorage = new TransientStorage();
    private final ArrayList<Log> logs = new ArrayList<>();

    /** Met in this transaction, each once. */
    final ArrayList<Account> met = new ArrayList<>();

    /** Loaded or written in this transaction, each once. */
    final ArrayList<Slot> metSlots = new ArrayList<>();

    private int epoch;
    private long refund;

    public Journal(WorldView view, CodeCache codes, Fork fork, Predicate<Address> precompiles) {
        this.view = view;
        this.codes = codes;
        this.clearsEmpty = fork.isAtLeast(Fork.SPURIOUS_DRAGON);
        this.accounts = new AccountMap(precompiles);
    }

    /** Opens the next transaction. */
    public void begin() {
        epoch++;
        refund = 0;
        undo.clear();
        transientStorage.clear();
        logs.clear();
        met.clear();
        metSlots.clear();
    }

    // Accounts

    public Account account(Address address) {
        var bytes = address.unsafeArray();
        return account(AddressLimbs.low(bytes, 0), AddressLimbs.middle(bytes, 0), AddressLimbs.high(bytes, 0));
    }

    /** The account, read from the view at its first mention. */
    public Account account(long a0, long a1, long a2) {
        var account = accounts.get(a0, a1, a2);
        if (account.epoch != epoch) meet(account);
        return account;
    }

    private void meet(Account account) {
        if (!account.loaded) load(account);
        account.epoch = epoch;
        account.oldExists = account.exists;
        account.oldNonce = account.nonce;
        account.oldBalance = account.balance;
        account.oldCodeHash = account.codeHash;
        met.add(account);
    }

    private void load(Account account) {
        account.loaded = true;
        var state = view.account(account.address);
        if (state == null) return;
        account.exists = true;
        account.nonce = state.nonce();
        account.balance = state.balance();
        account.codeHash = state.codeHash();
    }

    /** The account's code, loaded at its first use. */
    public Code code(Account account) {
        var code = account.code;
        if (code == null) {
            code = account.hasCode() ? codes.get(account.codeHash, view::code) : Code.EMPTY;
            account.code = code;
        }
        return code;
    }

    public boolean isWarm(Account account) {
        return account.warmEpoch == epoch || account.precompile;
    }

    /** Marks the account as accessed; false where it already was. */
    public boolean warm(Account account) {
        if (account.warmEpoch == epoch || account.precompile) return false;
        undo.add(Kind.WARM_ACCOUNT, account);
        account.warmEpoch = epoch;
        return true;
    }

    /** Takes notice of the account for EIP-161; before that, an account that is touched exists. */
    public void touch(Account account) {
        if (!clearsEmpty) {
            makeExist(account);
        } else if (account.touchedEpoch != epoch) {
            undo.add(Kind.TOUCHED, account);
            account.touchedEpoch = epoch;
        }
    }

    private void makeExist(Account account) {
        if (account.exists) return;
        undo.add(Kind.EXISTS, account);
        account.exists = true;
    }

    public void setBalance(Account account, U256 balance) {
        touch(account);
        if (account.balance.equals(balance)) return;
        makeExist(account);
        undo.add(Kind.BALANCE, account, account.balance);
        account.balance = balance;
    }

    /** Moves wei; the caller has checked that they are there. */
    public void transfer(Account from, Account to, U256 value) {
        touch(to);
        if (value.isZero() || from == to) return;
        setBalance(from, from.balance.minus(value));
        setBalance(to, to.balance.plus(value));
    }

    public void setNonce(Account account, long nonce) {
        touch(account);
        makeExist(account);
        undo.add(Kind.NONCE, account, account.nonce, 0, 0, 0);
        account.nonce = nonce;
    }

    public void setCode(Account account, byte[] code) {
        touch(account);
        makeExist(account);
        undo.add(Kind.CODE, account, account.codeHash);
        account.codeHash = Hash.unsafeWrap(Keccak256.hash(code, 0, code.length));
        account.code = codes.share(account.codeHash, code);
    }

    /** Whether a contract may not be made here (EIP-684, EIP-7610). */
    public boolean isOccupied(Account account) {
        if (account.nonce != 0 || account.hasCode() || account.slots.anyNonZero()) return true;
        return account.exists && !account.viewStorageVoid && view.hasStorage(account.address);
    }

    /** Makes a contract of the account, which keeps its balance. */
    public void create(Account account) {
        touch(account);
        makeExist(account);
        undo.add(Kind.CREATED, account, account.createdEpoch, 0, 0, 0);
        account.createdEpoch = epoch;
    }

    public boolean wasCreatedNow(Account account) {
        return account.createdEpoch == epoch;
    }

    /** Removes the account when the transaction ends; false where that was already asked for. */
    public boolean destroy(Account account) {
        if (account.destroyedEpoch == epoch) return false;
        undo.add(Kind.DESTROYED, account);
        account.destroyedEpoch = epoch;
        return true;
    }

    // Storage

    /** The slot with its current and original value. */
    public Slot slot(Account account, long k0, long k1, long k2, long k3) {
        var slot = account.slots.get(account, k0, k1, k2, k3);
        if (slot.epoch != epoch) meet(slot);
        return slot;
    }

    private void meet(Slot slot) {
        if (!slot.loaded) load(slot);
        slot.epoch = epoch;
        slot.old0 = slot.now0;
        slot.old1 = slot.now1;
        slot.old2 = slot.now2;
        slot.old3 = slot.now3;
        metSlots.add(slot);
    }

    private void load(Slot slot) {
        slot.loaded = true;
        var account = slot.account;
        if (!account.exists || account.viewStorageVoid || account.createdEpoch == epoch) return;
        var value = view.storage(account.address, new U256(slot.key3, slot.key2, slot.key1, slot.key0));
        slot.now0 = value.limb0();
        slot.now1 = value.limb1();
        slot.now2 = value.limb2();
        slot.now3 = value.limb3();
    }

    /** Marks the slot as accessed; false where it already was. */
    public boolean warm(Slot slot) {
        if (slot.warmEpoch == epoch) return false;
        undo.add(Kind.WARM_SLOT, slot);
        slot.warmEpoch = epoch;
        return true;
    }

    /** Notes that the account was looked at, whatever becomes of the frame (EIP-7928). */
    public void access(Account account) {
        account.accessedEpoch = epoch;
    }

    /** The same of a slot. */
    public void access(Slot slot) {
        slot.accessedEpoch = epoch;
    }

    boolean isAccessed(Account account) {
        return account.accessedEpoch == epoch;
    }

    boolean isAccessed(Slot slot) {
        return slot.accessedEpoch == epoch;
    }

    public void store(Slot slot, long w0, long w1, long w2, long w3) {
        undo.add(Kind.STORAGE, slot, slot.now0, slot.now1, slot.now2, slot.now3);
        slot.now0 = w0;
        slot.now1 = w1;
        slot.now2 = w2;
        slot.now3 = w3;
    }

    /** Puts the transient value where the key is: four limbs of the stack. */
    public void loadTransient(Account account, long[] limbs, int at) {
        var slot = transientStorage.find(account, limbs[at], limbs[at + 1], limbs[at + 2], limbs[at + 3]);
        limbs[at] = slot == null ? 0 : slot.now0;
        limbs[at + 1] = slot == null ? 0 : slot.now1;
        limbs[at + 2] = slot == null ? 0 : slot.now2;
        limbs[at + 3] = slot == null ? 0 : slot.now3;
    }

    /** Stores the four limbs at {@code value} under the key at {@code key}. */
    public void storeTransient(Account account, long[] limbs, int key, int value) {
        var slot = transientStorage.get(account, limbs[key], limbs[key + 1], limbs[key + 2], limbs[key + 3]);
        undo.add(Kind.TRANSIENT, slot, slot.now0, slot.now1, slot.now2, slot.now3);
        slot.now0 = limbs[value];
        slot.now1 = limbs[value + 1];
        slot.now2 = limbs[value + 2];
        slot.now3 = limbs[value + 3];
    }

    // Logs, refund, other reads

    public void log(Log log) {
        logs.add(log);
    }

    public List<Log> logs() {
        return List.copyOf(logs);
    }

    public int logCount() {
        return logs.size();
    }

    public long refund() {
        return refund;
    }

    public void addRefund(long gas) {
        refund += gas;
    }

    public Hash blockHash(long number) {
        return view.blockHash(number);
    }

    // Undo

    /** A point to {@link #revert} to, together with the count of logs and the refund at this time. */
    public int checkpoint() {
        return undo.size;
    }

    /** Undoes everything after the checkpoint. */
    public void revert(int checkpoint, int logCount, long refundThen) {
        while (undo.size > checkpoint) undoLast();
        while (logs.size() > logCount) logs.removeLast();
        refund = refundThen;
    }

    private void undoLast() {
        var i = --undo.size;
        var target = undo.targets[i];
        if (target instanceof Slot slot) undoSlot(i, slot);
        else if (target instanceof Account account) undoAccount(i, account);
    }

    private void undoSlot(int i, Slot slot) {
        if (undo.kinds[i] == Kind.WARM_SLOT) {
            slot.warmEpoch = 0;
            return;
        }
        slot.now0 = undo.limbs[4 * i];
        slot.now1 = undo.limbs[4 * i + 1];
        slot.now2 = undo.limbs[4 * i + 2];
        slot.now3 = undo.limbs[4 * i + 3];
    }

    private void undoAccount(int i, Account account) {
        switch (undo.kinds[i]) {
            case WARM_ACCOUNT -> account.warmEpoch = 0;
            case TOUCHED -> untouch(account);
            case EXISTS -> account.exists = false;
            case NONCE -> account.nonce = undo.limbs[4 * i];
            case CREATED -> account.createdEpoch = (int) undo.limbs[4 * i];
            case DESTROYED -> account.destroyedEpoch = 0;
            case BALANCE -> account.balance = undo.values[i] instanceof U256 balance ? balance : account.balance;
            case CODE -> {
                account.codeHash = undo.values[i] instanceof Hash hash ? hash : account.codeHash;
                account.code = null;
            }
            case STORAGE, WARM_SLOT, TRANSIENT -> throw new AssertionError("an account has no such entry");
        }
    }

    /** The main network once removed 0x03 although its touch was undone, and every client since does. */
    private void untouch(Account account) {
        if (!account.address.equals(RIPEMD)) account.touchedEpoch = 0;
    }

    // The end of a transaction

    /** The accounts that {@link #settle} will remove because they were destroyed, ascending by address. */
    public List<Account> destroyed() {
        return met.stream()
                .filter(account -> account.destroyedEpoch == epoch)
                .sorted(Comparator.comparing(Account::address))
                .toList();
    }

    /** Slots that are not zero, of an account that was made in this transaction. */
    public long slotsMade(Account account) {
        return metSlots.stream()
                .filter(slot -> slot.account == account && !slot.isZero())
                .count();
    }

    /** Removes what was destroyed and, since EIP-161, what was touched and is empty. */
    public void settle() {
        for (var account : met) {
            var destroyed = account.destroyedEpoch == epoch;
            if (destroyed || clearsEmpty && account.touchedEpoch == epoch && account.isEmpty()) remove(account);
        }
    }

    private void remove(Account account) {
        account.exists = false;
        account.nonce = 0;
        account.balance = U256.ZERO;
        account.codeHash = AccountState.NO_CODE;
        account.code = Code.EMPTY;
        account.viewStorageVoid = true;
        account.slots.clear();
    }

    /** What the transaction changed; to be asked after {@link #settle}. */
    public StateDiff diff() {
        return new DiffBuilder(this).build();
    }
}
