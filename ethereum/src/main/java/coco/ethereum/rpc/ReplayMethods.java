package coco.ethereum.rpc;

import coco.crypto.MalformedException;
import coco.ethereum.EthereumProtocol;
import coco.ethereum.EthereumRequest;
import coco.ethereum.EthereumRequest.Overlay;
import coco.ethereum.EthereumSettings;
import coco.ethereum.ReplayContext;
import coco.ethereum.ReplayResult;
import coco.ethereum.ledger.Chain;
import coco.ethereum.ledger.Tables;
import coco.ethereum.replay.ReplayJson;
import coco.evm.AccountState;
import coco.evm.BlobSchedule;
import coco.evm.Hash;
import coco.evm.U256;
import coco.evm.hash.Keccak256;
import coco.spi.Answer;
import coco.spi.Caller;
import coco.spi.Ledger;
import coco.spi.Ledger.UnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.StringNode;

/**
 * Blocks of another chain, on a network for development: {@code coco_replayForget} takes accounts of earlier replays out of the state and
 * tells how many are left, {@code coco_replayState} puts accounts over it, {@code coco_replayBegin} opens a block that looks like that one
 * to the transactions that follow, {@code coco_replayEnd} ends it. Each is a transaction of the ledger, and answered when it is committed
 * and this node holds it. The forms are in {@link ReplayJson}.
 */
final class ReplayMethods {
    private static final String WHAT = "invalid argument 0";

    private final Ledger ledger;
    private final Duration answer;

    ReplayMethods(Ledger ledger, EthereumSettings settings) {
        this.ledger = ledger;
        this.answer = Duration.ofMillis(settings.answerMillis());
    }

    void register(Map<String, Method> methods) {
        put(methods, "coco_replayState", (caller, p) -> {
            var request = new EthereumRequest.ReplayState(accounts(p.must(0)));
            return committed(submit(caller, request));
        });
        put(methods, "coco_replayForget", (caller, _) -> left(submit(caller, new EthereumRequest.ReplayForget())));
        put(methods, "coco_replayBegin", (caller, p) -> {
            var request = new EthereumRequest.ReplayBegin(context(p.must(0)));
            return committed(submit(caller, request));
        });
        put(methods, "coco_replayEnd", (caller, _) -> result(submit(caller, new EthereumRequest.ReplayEnd())));
    }

    private void put(Map<String, Method> methods, String name, Method method) {
        methods.put(name, (caller, params) -> {
            mustBeDev(name, Chain.of(ledger.committed().version()));
            return method.call(caller, params);
        });
    }

    /** Refuses a method that is for networks for development alone. */
    static void mustBeDev(String method, Chain chain) throws RpcException {
        if (!chain.isDev())
            throw new RpcException(
                    RpcException.METHOD_NOT_FOUND,
                    "the method %s does not exist/is not available: the genesis of this network does not say dev"
                            .formatted(method));
    }

    private Answer.Committed submit(Caller caller, EthereumRequest request) throws RpcException, InterruptedException {
        return switch (ledger.submitAndWait(caller, EthereumProtocol.NAME, request, null, answer)) {
            case Answer.Committed committed -> here(committed);
            case Answer.Refused(var rejection) -> throw RpcException.server(rejection.message());
            case Answer.NotExecuted(var reason) -> throw RpcException.server("not executed: " + reason);
            case Answer.Invalid(var txId) -> throw RpcException.server(txId + " was lost with its leader");
            case Answer.Unknown(var txId) -> throw RpcException.server("not decided in time (" + txId + ")");
        };
    }

    /** The requests that follow at this node build on it. */
    private Answer.Committed here(Answer.Committed committed) throws RpcException, InterruptedException {
        try {
            ledger.after(committed.txId(), answer);
            return committed;
        } catch (UnavailableException e) {
            throw RpcException.server("committed, but not at this node in time: " + e.getMessage());
        }
    }

    private static JsonNode committed(Answer.Committed committed) {
        return Json.object().put("transactionId", committed.txId().toString());
    }

    private static JsonNode left(Answer.Committed committed) {
        return StateMethods.text(Json.quantity(Tables.longOf(committed.reply())));
    }

    private static JsonNode result(Answer.Committed committed) {
        try {
            return ReplayJson.of(ReplayResult.decode(committed.reply()));
        } catch (MalformedException e) {
            throw new IllegalStateException("a replay ends with its result", e);
        }
    }

    private static List<Overlay> accounts(JsonNode json) throws RpcException {
        if (!json.isObject()) throw RpcException.params(WHAT + ": not an object of accounts");
        var accounts = new ArrayList<Overlay>();
        for (var entry : json.properties()) accounts.add(account(entry.getKey(), entry.getValue()));
        return accounts;
    }

    private static Overlay account(String address, JsonNode json) throws RpcException {
        if (json.has("state") == json.has("stateDiff"))
            throw RpcException.params("%s: account %s needs either 'state' or 'stateDiff'".formatted(WHAT, address));
        if (json.has("code") && json.has("codeHash"))
            throw RpcException.params("%s: account %s has both 'code' and 'codeHash'".formatted(WHAT, address));
        var fresh = json.has("state");
        var slots = new TreeMap<U256, U256>();
        for (var slot : json.path(fresh ? "state" : "stateDiff").properties())
            slots.put(word(StringNode.valueOf(slot.getKey())), word(slot.getValue()));
        var code = json.has("code") ? Params.bytes(WHAT, json.path("code")) : null;
        var codeHash = AccountState.NO_CODE;
        if (code != null) codeHash = Hash.unsafeWrap(Keccak256.hash(code));
        else if (json.has("codeHash")) codeHash = Params.hash(WHAT, json.path("codeHash"));
        var state = new AccountState(quantity(json, "nonce"), Params.u256(WHAT, json.path("balance")), codeHash);
        return new Overlay(Params.address(WHAT, StringNode.valueOf(address)), fresh, state, code, slots);
    }

    private static ReplayContext context(JsonNode json) throws RpcException {
        var fork = ReplayJson.fork(json.path("fork").asString(""));
        if (fork == null) throw RpcException.params(WHAT + ": unknown fork " + json.path("fork"));
        var ancestors = new HashMap<Long, Hash>();
        for (var ancestor : json.path("ancestors").properties())
            ancestors.put(
                    Params.longQuantity(WHAT, StringNode.valueOf(ancestor.getKey())),
                    Params.hash(WHAT, ancestor.getValue()));
        return new ReplayContext(
                fork,
                BlobSchedule.of(fork),
                quantity(json, "number"),
                quantity(json, "timestamp"),
                Params.address(WHAT, json.path("miner")),
                quantity(json, "gasLimit"),
                Params.u256(WHAT, json.path("difficulty")),
                Params.hash(WHAT, json.path("mixHash")),
                Params.u256(WHAT, json.path("baseFeePerGas")),
                quantity(json, "excessBlobGas"),
                ancestors);
    }

    private static U256 word(JsonNode json) throws RpcException {
        return U256.ofBytes(Params.hash(WHAT, json).unsafeArray());
    }

    private static long quantity(JsonNode json, String name) throws RpcException {
        return Params.longQuantity(WHAT + ": " + name, json.path(name));
    }
}
