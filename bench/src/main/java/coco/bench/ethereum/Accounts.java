package coco.bench.ethereum;

import coco.client.rpc.JsonRpc;
import coco.client.rpc.JsonRpc.Call;
import coco.client.rpc.RpcException;
import coco.crypto.Digest;
import coco.evm.Address;
import coco.evm.U256;
import coco.evm.chain.Signature;
import coco.evm.chain.SigningAccount;
import coco.evm.chain.Transaction;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Accounts made for one load, and the one that funds them. Their keys follow from the funder's address and nonce, so that each load has
 * accounts that nobody has used before, and two runs of one command on two fresh networks have the same.
 */
final class Accounts {
    private static final long COINS = 1_000_000;

    private final Network network;
    private final SigningAccount funder;
    private final List<SigningAccount> all;
    private long funderNonce;

    private Accounts(Network network, SigningAccount funder, List<SigningAccount> all, long funderNonce) {
        this.network = network;
        this.funder = funder;
        this.all = List.copyOf(all);
        this.funderNonce = funderNonce;
    }

    static Accounts of(Network network, SigningAccount funder, int count)
            throws IOException, RpcException, InterruptedException {
        var nonce = network.nonce(funder.address());
        var all = IntStream.range(0, count)
                .parallel()
                .mapToObj(i -> derived("coco bench %s %d account %d".formatted(funder.address(), nonce, i)))
                .toList();
        return new Accounts(network, funder, all, nonce);
    }

    private static SigningAccount derived(String text) {
        return SigningAccount.of(Digest.sha256(text.getBytes(StandardCharsets.US_ASCII))
                .toBytes()
                .toArray());
    }

    int size() {
        return all.size();
    }

    SigningAccount get(int index) {
        return all.get(index);
    }

    Address address(int index) {
        return all.get(index).address();
    }

    /** How many transactions of each account are in blocks. */
    long[] nonces() throws IOException, RpcException, InterruptedException {
        var calls = all.stream()
                .map(account ->
                        Call.of("eth_getTransactionCount", account.address().toString(), "latest"))
                .toList();
        var nonces = new long[all.size()];
        var results = network.all(calls);
        for (var i = 0; i < nonces.length; i++) nonces[i] = JsonRpc.quantity(results.get(i));
        return nonces;
    }

    /** Gives each account what {@code transactions} of that gas may cost, and as many wei more. */
    BigInteger fund(long transactions, long gas) throws IOException, RpcException, InterruptedException {
        var each = network.fees().most(gas).add(BigInteger.ONE).multiply(BigInteger.valueOf(transactions));
        var raws = new ArrayList<byte[]>();
        for (var account : all)
            raws.add(signed(Kind.unsigned(
                    network, funderNonce++, Kind.PLAIN_GAS, account.address(), U256.of(each), new byte[0])));
        network.settle(raws);
        return each;
    }

    /** Deploys the token and gives each account its part of it. */
    Address token() throws IOException, RpcException, InterruptedException {
        var creation = new Transaction.DynamicFee(
                network.chainId(),
                funderNonce++,
                network.fees().tip(),
                network.fees().max(),
                Token.DEPLOY_GAS,
                null,
                U256.ZERO,
                Token.creation(),
                List.of(),
                Signature.NONE);
        var receipt = network.settle(List.of(signed(creation))).getFirst();
        var token = Address.ofHex(receipt.path("contractAddress").asString(""));
        var raws = new ArrayList<byte[]>();
        for (var account : all) {
            var data = Token.transfer(account.address(), U256.of(COINS));
            raws.add(signed(Kind.unsigned(network, funderNonce++, Token.TRANSFER_GAS, token, U256.ZERO, data)));
        }
        network.settle(raws);
        return token;
    }

    static long coinsEach() {
        return COINS;
    }

    private byte[] signed(Transaction transaction) {
        return funder.sign(transaction, network.chainId()).encode();
    }
}
