package coco.bench.ethereum;

import coco.client.rpc.JsonRpc;
import coco.client.rpc.JsonRpc.Call;
import coco.client.rpc.RpcException;
import coco.crypto.Bytes;
import coco.evm.Address;
import coco.evm.Hash;
import coco.evm.U256;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.databind.JsonNode;

/** The endpoint before and after the load: what it asks for, what accounts have. Calls wait for their answers. */
record Network(JsonRpc rpc, U256 chainId, Fees fees) {
    private static final long WAIT_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final long PAUSE_NANOS = 5_000_000;
    private static final int CALLS_MAX = 200;

    static Network of(JsonRpc rpc) throws IOException, RpcException, InterruptedException {
        var chain = quantity(rpc.call("eth_chainId"));
        var tip = quantity(rpc.call("eth_maxPriorityFeePerGas"));
        return new Network(rpc, chain, Fees.offered(quantity(rpc.call("eth_gasPrice")), tip));
    }

    static U256 quantity(JsonNode value) throws RpcException {
        var text = value.asString("");
        if (!text.matches("0x[0-9a-fA-F]{1,64}")) throw new IllegalStateException("no quantity: " + value);
        return U256.ofHex(text);
    }

    long nonce(Address address) throws IOException, RpcException, InterruptedException {
        return quantity(rpc.call("eth_getTransactionCount", address.toString(), "latest"))
                .toBigInteger()
                .longValueExact();
    }

    long height() throws IOException, RpcException, InterruptedException {
        return JsonRpc.quantity(rpc.call("eth_blockNumber"));
    }

    /** The results of calls, in their order; many at a time go in one request. */
    List<JsonNode> all(List<Call> calls) throws IOException, RpcException, InterruptedException {
        var results = new ArrayList<JsonNode>();
        for (var from = 0; from < calls.size(); from += CALLS_MAX) {
            for (var reply : rpc.batch(calls.subList(from, Math.min(from + CALLS_MAX, calls.size()))))
                results.add(reply.result());
        }
        return results;
    }

    /** Sends signed transactions and waits until each has a receipt of success; gives the receipts. */
    List<JsonNode> settle(List<byte[]> raws) throws IOException, RpcException, InterruptedException {
        var receipts = new ArrayList<JsonNode>();
        // Networks keep only so many transactions of one sender waiting.
        for (var from = 0; from < raws.size(); from += CALLS_MAX) {
            var calls = raws.subList(from, Math.min(from + CALLS_MAX, raws.size())).stream()
                    .map(raw -> Call.of("eth_sendRawTransaction", JsonRpc.hex(Bytes.unsafeWrap(raw))))
                    .toList();
            for (var hash : all(calls)) receipts.add(receipt(hash.asString("")));
        }
        return receipts;
    }

    private JsonNode receipt(String hash) throws IOException, RpcException, InterruptedException {
        var end = System.nanoTime() + WAIT_NANOS;
        while (System.nanoTime() - end < 0) {
            var receipt = rpc.call("eth_getTransactionReceipt", hash);
            if (!receipt.isNull()) {
                if (isSuccess(receipt)) return receipt;
                throw new IllegalStateException("a transaction of the preparation has failed: " + receipt);
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        throw new IOException("no receipt in time for " + hash);
    }

    static boolean isSuccess(JsonNode receipt) {
        return receipt.path("status").asString("").equals("0x1");
    }

    static Hash hash(JsonNode receipt) {
        return Hash.ofHex(receipt.path("transactionHash").asString(""));
    }
}
