package coco.conformance.fuzz;

import coco.evm.Address;
import coco.evm.Fork;
import coco.evm.Message;
import coco.evm.U256;
import coco.evm.chain.Authorization;
import coco.evm.chain.Signature;
import coco.evm.chain.SigningAccount;
import coco.evm.hash.Keccak256;
import coco.evm.rlp.RlpWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Makes state tests in the form of the public suites, without what should come out: accounts, a block, and one transaction. */
final class CaseMaker {
    private static final HexFormat HEX = HexFormat.of();
    private static final Address COINBASE = Address.ofNumber(0xc014_ba5eL);
    private static final Address ABSENT = Address.ofNumber(0xab5e_47L);
    private static final Address DELEGATED = Address.ofNumber(0xde1e_9a7eL);
    private static final byte[] SENDER_KEY = key(0x45);
    private static final SigningAccount SENDER = SigningAccount.of(SENDER_KEY);
    private static final int CONTRACTS = 4;
    private static final long BLOCK_GAS = 30_000_000;
    /** With less, the 64ths that callers keep end a descent before the limit of depth does. */
    private static final long DIVE_GAS = 1L << 36;

    private static final byte[] NOTHING = {};

    private final Dice dice;
    private final Fork fork;
    private final Vectors vectors;
    private final long nonce;
    /** Whether the transaction goes down as deep as calls go: not where its gas is capped below what that needs (EIP-7825). */
    private final boolean dives;

    private final List<Address> contracts = new ArrayList<>();
    private final List<Address> places = new ArrayList<>();

    private CaseMaker(Dice dice, Fork fork, Vectors vectors) {
        this.dice = dice;
        this.fork = fork;
        this.vectors = vectors;
        this.nonce = dice.below(3);
        this.dives = dice.oneIn(60) && !fork.isAtLeast(Fork.OSAKA);
        for (var i = 0; i < CONTRACTS; i++) contracts.add(Address.ofNumber(0xc0de_00L + i));
        for (var i = 0; i < 3; i++) places.addAll(contracts);
        places.addAll(List.of(
                COINBASE, ABSENT, SENDER.address(), DELEGATED, authority(0).address()));
        for (var i = 1; i <= 4; i++) places.add(Address.ofNumber(i));
        places.add(Address.ofNumber(dice.between(5, 0x12)));
    }

    /** @param seed the same seed, fork and vectors make the same case */
    static ObjectNode make(long seed, Fork fork, Vectors vectors) {
        return new CaseMaker(new Dice(seed), fork, vectors).test();
    }

    private ObjectNode test() {
        var test = JsonNodeFactory.instance.objectNode();
        test.set("env", env());
        test.set("pre", pre());
        test.set("transaction", transaction());
        return test;
    }

    private ObjectNode env() {
        var env = JsonNodeFactory.instance.objectNode().put("currentCoinbase", COINBASE.toString());
        // Some take a block with both for one after the merge.
        if (fork.isAtLeast(Fork.PARIS)) env.put("currentDifficulty", "0x0").put("currentRandom", data(dice.bytes(32)));
        else env.put("currentDifficulty", "0x020000"); // whole bytes: evmone reads it as a random value too
        return env.put("currentGasLimit", quantity(dives ? 2 * DIVE_GAS : BLOCK_GAS))
                .put("currentNumber", quantity(dice.oneIn(3) ? 1 : 300))
                .put("currentTimestamp", quantity(1_000 + dice.below(1_000_000)))
                .put("currentBaseFee", "0x7")
                .put("currentExcessBlobGas", quantity(dice.oneIn(2) ? 0 : dice.below(1 << 24)));
    }

    // Accounts

    private ObjectNode pre() {
        var pre = JsonNodeFactory.instance.objectNode();
        pre.set(SENDER.address().toString(), account(nonce, U256.ofHex("0xde0b6b3a7640000"), NOTHING, false));
        for (var contract : contracts) {
            var code = dives && contract.equals(contracts.getFirst())
                    ? ProgramMaker.diver(dice, fork)
                    : ProgramMaker.contract(dice, fork, places, vectors);
            // The last nonces that there are (EIP-2681).
            var made = dice.oneIn(30) ? -1L - dice.below(2) : 1;
            pre.set(contract.toString(), account(made, U256.of(dice.below(1000)), code, true));
        }
        if (dice.oneIn(10)) pre.set(created().toString(), account(dice.below(2), U256.of(1), taken(), false));
        if (dice.oneIn(2)) pre.set(COINBASE.toString(), account(0, U256.of(1), NOTHING, false));
        if (fork.isAtLeast(Fork.PRAGUE)) pre.set(DELEGATED.toString(), account(1, U256.of(5), delegation(), true));
        if (dice.oneIn(2))
            pre.set(authority(0).address().toString(), account(dice.below(2), U256.of(3), NOTHING, false));
        return pre;
    }

    /** Where a contract of this transaction comes to be. */
    private Address created() {
        var rlp = new RlpWriter(32)
                .begin()
                .address(SENDER.address())
                .integer(nonce)
                .end();
        return Address.of(Keccak256.hash(rlp.toArray()), 12);
    }

    /** Code of an account that is there before the sender creates it. */
    private byte[] taken() {
        return dice.oneIn(2) ? new byte[] {0} : NOTHING;
    }

    private byte[] delegation() {
        return HEX.parseHex("ef0100" + dice.of(contracts).toString().substring(2));
    }

    private ObjectNode account(long nonce, U256 balance, byte[] code, boolean withStorage) {
        var account = JsonNodeFactory.instance.objectNode();
        account.put("nonce", quantity(nonce)).put("balance", balance.toHex()).put("code", data(code));
        var storage = account.putObject("storage");
        if (!withStorage) return account;
        for (var slot = 0; slot < 6; slot++) {
            if (!dice.oneIn(3)) continue;
            var value = dice.word();
            if (!value.isZero()) storage.put(data(U256.of(slot).toBytes()), data(value.toBytes()));
        }
        return account;
    }

    // The transaction

    private ObjectNode transaction() {
        var type = type();
        var creates = !dives && type < Message.BLOB && dice.oneIn(5);
        var to = creates ? null : recipient();
        var input = creates ? ProgramMaker.init(dice, fork, places, vectors) : dice.bytes(dice.below(100));
        var transaction = JsonNodeFactory.instance.objectNode();
        transaction.put("nonce", quantity(nonce));
        transaction.put("sender", SENDER.address().toString()).put("secretKey", data(SENDER_KEY));
        transaction.put("to", to == null ? "" : to.toString());
        transaction.putArray("data").add(data(input));
        transaction.putArray("value").add(quantity(dice.oneIn(3) ? dice.below(2000) : 0));
        fees(transaction, type);
        if (type == Message.ACCESS_LIST || type > Message.ACCESS_LIST && dice.oneIn(3)) accessList(transaction);
        if (type == Message.BLOB) blobs(transaction);
        if (type == Message.SET_CODE) authorizations(transaction);
        transaction.putArray("gasLimit").add(quantity(dives ? DIVE_GAS : gas(input, creates)));
        return transaction;
    }

    private Address recipient() {
        if (dives) return contracts.getFirst();
        return dice.oneIn(8) ? dice.of(places) : dice.of(contracts);
    }

    private int type() {
        if (!fork.isAtLeast(Fork.BERLIN) || dice.oneIn(3)) return Message.LEGACY;
        return dice.between(Message.ACCESS_LIST, newestType());
    }

    private int newestType() {
        if (fork.isAtLeast(Fork.PRAGUE)) return Message.SET_CODE;
        if (fork.isAtLeast(Fork.CANCUN)) return Message.BLOB;
        return fork.isAtLeast(Fork.LONDON) ? Message.DYNAMIC_FEE : Message.ACCESS_LIST;
    }

    /** Mostly plenty; sometimes about what the transaction costs before its first opcode, or a little. */
    private long gas(byte[] input, boolean creates) {
        var base = 21_000 + 16L * input.length + (creates ? 32_000 : 0);
        return switch (dice.below(8)) {
            case 0 -> base + dice.between(-200, 3000);
            case 1, 2 -> base + dice.below(60_000);
            default -> base + 200_000 + dice.below(5_000_000);
        };
    }

    private void fees(ObjectNode transaction, int type) {
        if (type < Message.DYNAMIC_FEE) {
            transaction.put("gasPrice", quantity(dice.between(7, 50)));
            return;
        }
        var tip = dice.below(20);
        transaction.put("maxPriorityFeePerGas", quantity(tip)).put("maxFeePerGas", quantity(tip + dice.below(30)));
    }

    private void accessList(ObjectNode transaction) {
        var list = transaction.putArray("accessLists").addArray();
        for (var i = dice.below(4); i > 0; i--) {
            var entry = list.addObject().put("address", dice.of(places).toString());
            var keys = entry.putArray("storageKeys");
            for (var j = dice.below(4); j > 0; j--) keys.add("0x%064x".formatted(dice.below(6)));
        }
    }

    private void blobs(ObjectNode transaction) {
        transaction.put("maxFeePerBlobGas", quantity(dice.oneIn(8) ? 1 : 1 << 20));
        var hashes = transaction.putArray("blobVersionedHashes");
        for (var i = dice.between(1, 6); i > 0; i--) {
            var hash = dice.bytes(32);
            hash[0] = 1;
            hashes.add(data(hash));
        }
    }

    private void authorizations(ObjectNode transaction) {
        var list = transaction.putArray("authorizationList");
        for (var i = dice.between(1, 3); i > 0; i--) {
            var authority = authority(dice.below(3));
            var delegate = dice.oneIn(5) ? Address.ZERO : dice.of(places);
            var unsigned = new Authorization(
                    U256.of(dice.oneIn(6) ? 2 : dice.below(2)),
                    delegate,
                    dice.below(2),
                    new Signature(U256.ZERO, U256.ONE, U256.ONE));
            var signed = authority.sign(unsigned);
            var parity = quantity(signed.signature().v().limb0());
            list.addObject()
                    .put("chainId", signed.chainId().toHex())
                    .put("address", delegate.toString())
                    .put("nonce", quantity(signed.nonce()))
                    .put("v", parity)
                    .put("yParity", parity)
                    .put("r", signed.signature().r().toHex())
                    .put("s", signed.signature().s().toHex())
                    .put("signer", authority.address().toString());
        }
    }

    private static SigningAccount authority(int number) {
        return SigningAccount.of(key(0x61 + number));
    }

    private static byte[] key(int fill) {
        var key = new byte[32];
        Arrays.fill(key, (byte) fill);
        return key;
    }

    private static String quantity(long value) {
        return "0x" + Long.toHexString(value);
    }

    private static String data(byte[] bytes) {
        return "0x" + HEX.formatHex(bytes);
    }
}
