package coco.bench.ethereum;

import coco.bench.ethereum.LoadRun.Notes;
import coco.client.rpc.JsonRpc;
import coco.client.rpc.JsonRpc.Call;
import coco.client.rpc.RpcException;
import coco.crypto.Bytes;
import coco.evm.Address;
import coco.evm.U256;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the network says afterwards: the receipt of every transaction, and the balance of every account against what the receipts add up
 * to. Owner: the command.
 */
final class Audit {
    private static final int METHOD_NOT_FOUND = -32601;

    private final Network network;
    private final Accounts accounts;
    private final Kind kind;
    private final BigInteger[] expected;
    private final BigInteger[] coins;

    /** @param funds wei that each account had at first */
    Audit(Network network, Accounts accounts, Kind kind, BigInteger funds) {
        this.network = network;
        this.accounts = accounts;
        this.kind = kind;
        this.expected = new BigInteger[accounts.size()];
        this.coins = new BigInteger[accounts.size()];
        Arrays.fill(expected, funds);
        Arrays.fill(coins, BigInteger.valueOf(Accounts.coinsEach()));
    }

    /**
     * The receipts of one run.
     *
     * @param succeeded by transaction
     * @param gas used by transaction, 0 without a receipt
     * @param failed how many have a receipt that says so
     */
    @SuppressWarnings("ArrayRecordComponent") // read by index, compared by nobody
    record Receipts(boolean[] succeeded, long[] gas, int failed) {}

    Receipts receipts(Notes notes) throws IOException, RpcException, InterruptedException {
        var succeeded = new boolean[notes.load.size()];
        var gas = new long[notes.load.size()];
        var failed = 0;
        for (var block = notes.firstBlocks[0]; block < notes.nextBlocks[0]; block++) {
            for (var receipt : ofBlock(block)) {
                var transaction = notes.load.indexes().get(Network.hash(receipt));
                if (transaction == null) continue;
                gas[transaction] = JsonRpc.quantity(receipt.path("gasUsed"));
                succeeded[transaction] = Network.isSuccess(receipt);
                if (!succeeded[transaction]) failed++;
                book(transaction, gas[transaction], receipt);
            }
        }
        return new Receipts(succeeded, gas, failed);
    }

    private List<JsonNode> ofBlock(long number) throws IOException, RpcException, InterruptedException {
        var hex = "0x" + Long.toHexString(number);
        try {
            return network.rpc().call("eth_getBlockReceipts", hex).valueStream().toList();
        } catch (RpcException e) {
            if (e.code() != METHOD_NOT_FOUND) throw e;
            // An older client: one by one.
            var calls = new ArrayList<Call>();
            for (var hash :
                    network.rpc().call("eth_getBlockByNumber", hex, false).path("transactions"))
                calls.add(Call.of("eth_getTransactionReceipt", hash.asString("")));
            return network.all(calls);
        }
    }

    private void book(int transaction, long gas, JsonNode receipt) throws RpcException {
        var from = SignedLoad.sender(accounts, transaction);
        var to = SignedLoad.receiver(accounts, transaction);
        var price = Network.quantity(receipt.path("effectiveGasPrice")).toBigInteger();
        expected[from] = expected[from].subtract(price.multiply(BigInteger.valueOf(gas)));
        if (!Network.isSuccess(receipt)) return;
        var moved = kind instanceof Kind.Transfer ? expected : coins;
        moved[from] = moved[from].subtract(BigInteger.ONE);
        moved[to] = moved[to].add(BigInteger.ONE);
    }

    /** @throws IllegalStateException where an account has anything else than the receipts add up to */
    void balances() throws IOException, RpcException, InterruptedException {
        var calls = new ArrayList<Call>();
        for (var i = 0; i < accounts.size(); i++)
            calls.add(Call.of("eth_getBalance", accounts.address(i).toString(), "latest"));
        compare("wei", network.all(calls), expected);
        switch (kind) {
            case Kind.Transfer() -> {}
            case Kind.Erc20(var token) -> tokens(token);
        }
    }

    /** Each account's, and that all accounts together have what they were given: every transfer is among them. */
    private void tokens(Address token) throws IOException, RpcException, InterruptedException {
        var calls = new ArrayList<Call>();
        for (var i = 0; i < accounts.size(); i++) calls.add(balanceOf(token, accounts.address(i)));
        var balances = network.all(calls);
        compare("tokens", balances, coins);
        var sum = BigInteger.ZERO;
        for (var balance : balances) sum = sum.add(Network.quantity(balance).toBigInteger());
        var given = BigInteger.valueOf(Accounts.coinsEach()).multiply(BigInteger.valueOf(accounts.size()));
        if (!sum.equals(given)) throw new IllegalStateException("tokens: " + sum + " of " + given + " are left");
    }

    private Call balanceOf(Address token, Address holder) {
        var call = JsonMapper.shared()
                .createObjectNode()
                .put("to", token.toString())
                .put("data", JsonRpc.hex(Bytes.unsafeWrap(Token.balanceOf(holder))));
        return Call.of("eth_call", call, "latest");
    }

    private void compare(String what, List<JsonNode> balances, BigInteger[] wanted) {
        for (var i = 0; i < wanted.length; i++) {
            var has = U256.ofHex(balances.get(i).asString("")).toBigInteger();
            if (!has.equals(wanted[i]))
                throw new IllegalStateException("%s of %s: %s, but its receipts add up to %s"
                        .formatted(what, accounts.address(i), has, wanted[i]));
        }
    }
}
