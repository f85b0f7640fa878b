package coco.bench.ethereum;

import coco.bench.http.Endpoint;
import coco.client.rpc.RpcException;
import coco.evm.Hash;
import coco.evm.hash.Keccak256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Transactions of one run, signed and made into requests before it begins. Transaction i is of account i modulo the number of accounts;
 * the nonces of an account follow each other.
 *
 * @param batches in the order in which they are to be sent
 * @param indexes where each transaction stands
 */
record SignedLoad(List<Batch> batches, Map<Hash, Integer> indexes, int size, int perBatch) {
    /**
     * One HTTP request.
     *
     * @param first of its transactions
     */
    @SuppressWarnings("ArrayRecordComponent") // sent as it is, compared by nobody
    record Batch(int index, int first, int count, byte[] request) {}

    /** How requests look. */
    record Form(int perBatch, boolean sync) {
        String method() {
            return sync ? "eth_sendRawTransactionSync" : "eth_sendRawTransaction";
        }
    }

    static SignedLoad sign(Network network, Accounts accounts, Kind kind, int count, Form form, Endpoint endpoint)
            throws IOException, RpcException, InterruptedException {
        var nonces = accounts.nonces();
        var hashes = new Hash[count];
        var batches = IntStream.range(0, (count + form.perBatch() - 1) / form.perBatch())
                .parallel()
                .mapToObj(b -> {
                    var first = b * form.perBatch();
                    var size = Math.min(form.perBatch(), count - first);
                    var body = new StringBuilder();
                    for (var i = 0; i < size; i++) {
                        var raw = raw(network, accounts, kind, first + i, nonces);
                        hashes[first + i] = Hash.unsafeWrap(Keccak256.hash(raw));
                        body.append(i == 0 ? "" : ",").append(call(form, i, raw));
                    }
                    var json = form.perBatch() == 1 ? body.toString() : "[" + body + "]";
                    return new Batch(b, first, size, endpoint.post(json.getBytes(StandardCharsets.US_ASCII)));
                })
                .toList();
        var indexes = new HashMap<Hash, Integer>();
        for (var i = 0; i < count; i++) indexes.put(hashes[i], i);
        return new SignedLoad(batches, indexes, count, form.perBatch());
    }

    private static byte[] raw(Network network, Accounts accounts, Kind kind, int i, long[] nonces) {
        var sender = sender(accounts, i);
        var nonce = nonces[sender] + i / accounts.size();
        var unsigned = kind.pay(network, nonce, accounts.address(receiver(accounts, i)));
        return accounts.get(sender).sign(unsigned, network.chainId()).encode();
    }

    static int sender(Accounts accounts, int i) {
        return i % accounts.size();
    }

    /** Another account, and a different one each round. */
    static int receiver(Accounts accounts, int i) {
        var step = 1 + i / accounts.size() % (accounts.size() - 1);
        return (sender(accounts, i) + step) % accounts.size();
    }

    private static String call(Form form, int id, byte[] raw) {
        return "{\"jsonrpc\":\"2.0\",\"id\":%d,\"method\":\"%s\",\"params\":[\"0x%s\"]}"
                .formatted(id, form.method(), HexFormat.of().formatHex(raw));
    }

    Batch batchOf(int transaction) {
        return batches.get(transaction / perBatch);
    }
}
