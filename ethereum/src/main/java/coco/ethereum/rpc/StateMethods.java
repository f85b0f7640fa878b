package coco.ethereum.rpc;

import coco.ethereum.pool.TransactionPool;
import coco.evm.AccountState;
import coco.evm.Address;
import coco.evm.U256;
import coco.evm.hash.Keccak256;
import java.util.HexFormat;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.BooleanNode;
import tools.jackson.databind.node.StringNode;

/** What the chain is, and accounts. */
final class StateMethods {
    private static final String CLIENT = "Coco/v0.1.0/java";
    private static final String CLIENT_DEV = "Coco/v0.1.0/dev/java";

    private final History history;
    private final TransactionPool pool;

    StateMethods(History history, TransactionPool pool) {
        this.history = history;
        this.pool = pool;
    }

    void register(Map<String, Method> methods) {
        methods.put(
                "eth_chainId",
                (_, p) -> none(p, Json.quantity(history.newest().rules().chainId())));
        methods.put(
                "eth_blockNumber",
                (_, p) -> none(p, Json.quantity(history.newest().head().number())));
        methods.put("eth_syncing", (_, _) -> BooleanNode.FALSE);
        methods.put("eth_accounts", (_, _) -> Json.array());
        methods.put(
                "net_version", (_, _) -> text(history.newest().rules().chainId().toString()));
        methods.put("net_listening", (_, _) -> BooleanNode.TRUE);
        methods.put("net_peerCount", (_, _) -> text("0x0"));
        methods.put("web3_clientVersion", (_, _) -> text(history.newest().isDev() ? CLIENT_DEV : CLIENT));
        methods.put("web3_sha3", (_, p) -> text(Json.data(Keccak256.hash(p.bytes(0)))));
        methods.put("rpc_modules", (_, _) -> modules());
        methods.put("eth_getBalance", (_, p) -> text(Json.quantity(account(p, 1).balance())));
        methods.put("eth_getTransactionCount", (_, p) -> text(Json.quantity(nonce(p))));
        methods.put("eth_getCode", (_, p) -> text(Json.data(code(p))));
        methods.put("eth_getStorageAt", (_, p) -> text(Json.data(slot(p).toBytes())));
    }

    static JsonNode text(String value) {
        return StringNode.valueOf(value);
    }

    private static JsonNode none(Params params, String value) throws RpcException {
        params.atMost(0);
        return text(value);
    }

    private static JsonNode modules() {
        return Json.object()
                .put("eth", "1.0")
                .put("net", "1.0")
                .put("web3", "1.0")
                .put("coco", "1.0");
    }

    private AccountState account(Params params, int block) throws RpcException {
        var address = params.address(0);
        var row =
                history.state(BlockRef.parse(block, params.node(block))).chain().account(address);
        return row == null ? AccountState.EMPTY : row.state();
    }

    private long nonce(Params params) throws RpcException {
        var committed = account(params, 1).nonce();
        var pending = BlockRef.parse(1, params.node(1)) instanceof BlockRef.Pending;
        return pending ? pool.nextNonce(params.address(0), committed) : committed;
    }

    private byte[] code(Params params) throws RpcException {
        var address = params.address(0);
        var chain = history.state(BlockRef.parse(1, params.node(1))).chain();
        var row = chain.account(address);
        if (row == null || row.state().codeHash().equals(AccountState.NO_CODE)) return new byte[0];
        return chain.code(row.state().codeHash());
    }

    private U256 slot(Params params) throws RpcException {
        Address address = params.address(0);
        var key = storageKey(params.must(1));
        var chain = history.state(BlockRef.parse(2, params.node(2))).chain();
        var row = chain.account(address);
        return row == null ? U256.ZERO : chain.slot(address, row.incarnation(), key);
    }

    /** Hex digits of up to 32 bytes, of any length. */
    private static U256 storageKey(JsonNode node) throws RpcException {
        var text = node.isString() ? node.stringValue() : "";
        var digits = text.startsWith("0x") || text.startsWith("0X") ? text.substring(2) : text;
        if (digits.length() % 2 != 0) digits = "0" + digits;
        try {
            var bytes = HexFormat.of().parseHex(digits);
            if (bytes.length > 32)
                throw RpcException.params("storage key too long (want at most 32 bytes): \"" + text + "\"");
            return U256.ofBytes(bytes);
        } catch (IllegalArgumentException e) {
            throw RpcException.params("invalid hex in storage key: \"" + text + "\"");
        }
    }
}
