package coco.node;

import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What the sandbox says of the Ethereum ledger: its genesis, and accounts with funds, whose keys everybody knows. */
final class SandboxEthereum {
    private static final JsonMapper JSON = JsonMapper.shared();
    static final int CHAIN_ID = 1337;
    private static final String FUNDS = "0x21e19e0c9bab2400000";

    private record Account(String address, String key) {}

    /** The key of account n is SHA-256 of {@code coco sandbox account n}. */
    private static final List<Account> ACCOUNTS = List.of(
            new Account(
                    "0x673645546c9280cedbb2c5ef2f9e4d0693207ab1",
                    "0xff0151f17f300ddcc0aa3bde8f5ad1afad7887b4a00f2d69c8b5eeeb1f29eaa7"),
            new Account(
                    "0xbf2fbc4836dc7fc17e66f98ca00120270a334db8",
                    "0xa5057edc2672f267e700092c6e70b8674bcf36d8e68d9808b39f975c4a53ac70"),
            new Account(
                    "0xba75adfc0ee40964b452d943f70db1a0f7516aac",
                    "0x1ae72d74047cb15214848793eba8df55022dee9f13218f0f08e7fec0731b093e"),
            new Account(
                    "0x518d86920a4bb703e9847d5b3c14363f3e18e2d3",
                    "0xc3e50f5191bf501aca2110725cf2a3779f3f0d8622a20bdde9e26664bb146fb5"),
            new Account(
                    "0x49a54a134f0dabf839af094cc8863d013ff20885",
                    "0xf20c3f33f93c2d71f34191d0af1bf4e8d86d99ae7cafaaa56bd27a6784d6a599"));

    private SandboxEthereum() {}

    static ObjectNode section(int chainId) {
        var genesis = JSON.createObjectNode();
        var config = genesis.putObject("config").put("chainId", chainId);
        for (var fork : List.of(
                "homestead",
                "eip150",
                "eip155",
                "eip158",
                "byzantium",
                "constantinople",
                "petersburg",
                "istanbul",
                "berlin",
                "london")) {
            config.put(fork + "Block", 0);
        }
        config.put("terminalTotalDifficulty", 0);
        for (var fork : List.of("shanghai", "cancun", "prague", "osaka")) config.put(fork + "Time", 0);
        genesis.put("difficulty", "0x0")
                .put("gasLimit", "0x3b9aca00")
                .put("baseFeePerGas", "0x0")
                .put("timestamp", "0x0");
        genesis.put("extraData", "0x").put("nonce", "0x0");
        var alloc = genesis.putObject("alloc");
        for (var account : ACCOUNTS) alloc.putObject(account.address()).put("balance", FUNDS);
        return genesis;
    }

    static void announce(String url, int chainId) {
        System.out.println("  ethereum " + url + "   chain id " + chainId + ", gas price 0");
        for (var account : ACCOUNTS) System.out.println("    " + account.address() + "   key " + account.key());
    }
}
