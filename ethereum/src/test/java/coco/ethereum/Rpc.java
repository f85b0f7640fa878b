package coco.ethereum;

import coco.crypto.Bytes;
import coco.evm.Address;
import coco.evm.U256;
import coco.evm.chain.Signature;
import coco.evm.chain.SigningAccount;
import coco.evm.chain.Transaction;
import coco.spi.Caller;
import coco.spi.LedgerProtocol;
import coco.spi.Route;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A client that speaks JSON-RPC to the route, in process. */
final class Rpc {
    static final JsonMapper JSON = JsonMapper.builder().build();
    static final long CHAIN_ID = 1337;

    private final Route.Handler handler;
    private final Caller caller;

    Rpc(LedgerProtocol protocol, InMemoryLedger ledger) {
        this(protocol.routes(ledger).getFirst().handler(), new Caller.Anonymous());
    }

    private Rpc(Route.Handler handler, Caller caller) {
        this.handler = handler;
        this.caller = caller;
    }

    /** Somebody else at the same node. */
    Rpc as(Caller other) {
        return new Rpc(handler, other);
    }

    String post(String body) {
        try {
            var call = new Route.Call(caller, "POST", "/ethereum", Map.of(), Map.of(), Bytes.ofUtf8(body));
            return handler.handle(call).body().toUtf8();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    JsonNode response(String method, String params) {
        return JSON.readTree(
                post("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"%s\",\"params\":[%s]}".formatted(method, params)));
    }

    JsonNode call(String method, String params) {
        var response = response(method, params);
        if (!response.has("result")) throw new AssertionError(method + ": " + response);
        return response.get("result");
    }

    /** Code and text of the error. */
    String error(String method, String params) {
        var response = response(method, params);
        if (!response.has("error")) throw new AssertionError("no error: " + response);
        var error = response.get("error");
        return error.get("code").intValue() + " " + error.get("message").stringValue();
    }

    String send(Transaction transaction) {
        return call("eth_sendRawTransaction", quoted(transaction)).stringValue();
    }

    /** Sends and waits for the receipt. */
    JsonNode sendSync(Transaction transaction) {
        return call("eth_sendRawTransactionSync", quoted(transaction));
    }

    static String quoted(Transaction transaction) {
        return "\"0x" + HexFormat.of().formatHex(transaction.encode()) + "\"";
    }

    static SigningAccount account(int seed) {
        var key = new byte[32];
        key[30] = (byte) (seed >>> 8);
        key[31] = (byte) seed;
        key[0] = 1;
        return SigningAccount.of(key);
    }

    static Transaction transaction(
            SigningAccount from, long nonce, @Nullable Address to, long value, byte[] data, long gas) {
        var unsigned = new Transaction.DynamicFee(
                U256.of(CHAIN_ID),
                nonce,
                U256.ZERO,
                U256.ZERO,
                gas,
                to,
                U256.of(value),
                data,
                List.of(),
                Signature.NONE);
        return from.sign(unsigned, U256.of(CHAIN_ID));
    }

    static Transaction transfer(SigningAccount from, long nonce, Address to, long value) {
        return transaction(from, nonce, to, value, new byte[0], 21_000);
    }

    /** A call's data: selector and words. */
    static byte[] data(String selector, String... words) {
        var hex = new StringBuilder(selector);
        for (var word : words) hex.append("0".repeat(64 - word.length())).append(word);
        return HexFormat.of().parseHex(hex);
    }
}
