package coco.node;

import java.util.List;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What the sandbox says of the Ethereum ledger: its genesis, and accounts with funds, whose keys everybody knows. */
final class SandboxEthereum {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final long CHAIN_ID = 1337;
    private static final String FUNDS = "0x21e19e0c9bab2400000";

    private record Account(String address, String key) {}

    private static final List<Account> ACCOUNTS = List.of();

    private SandboxEthereum() {}

    static Optional<ObjectNode> section() {
        if (ACCOUNTS.isEmpty()) return Optional.empty();
        var genesis = JSON.createObjectNode();
        var config = genesis.putObject("config").put("chainId", CHAIN_ID);
        for (var fork : List.of("homestead", "eip150", "eip155", "eip158", "byzantium", "constantinople", "petersburg", "istanbul", "berlin", "london")) {
            config.put(fork + "Block", 0);
        }
        config.put("terminalTotalDifficulty", 0);
        for (var fork : List.of("shanghai", "cancun", "prague", "osaka")) config.put(fork + "Time", 0);
        genesis.put("difficulty", "0x0").put("gasLimit", "0x3b9aca00").put("baseFeePerGas", "0x0").put("timestamp", "0x0");
        genesis.put("extraData", "0x").put("nonce", "0x0");
        var alloc = genesis.putObject("alloc");
        for (var account : ACCOUNTS) alloc.putObject(account.address()).put("balance", FUNDS);
        return Optional.of(genesis);
    }

    static void announce(String url) {
        if (ACCOUNTS.isEmpty()) return;
        System.out.println("  ethereum " + url + "   chain id " + CHAIN_ID + ", gas price 0");
        for (var account : ACCOUNTS) System.out.println("    " + account.address() + "   key " + account.key());
    }
}
