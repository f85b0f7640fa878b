package coco.ethereum;

import coco.ethereum.chain.EthereumGenesis;
import coco.ethereum.chain.GenesisException;
import java.nio.charset.StandardCharsets;

/** Genesis files for tests. */
final class Genesises {
    private Genesises() {}

    /** All forks up to Osaka from the start. */
    static String osaka(long chainId, String coco, String alloc) {
        return """
            {"config": {"chainId": %d, "homesteadBlock": 0, "eip150Block": 0, "eip155Block": 0, "eip158Block": 0,
             "byzantiumBlock": 0, "constantinopleBlock": 0, "petersburgBlock": 0, "istanbulBlock": 0, "berlinBlock": 0,
             "londonBlock": 0, "terminalTotalDifficulty": 0, "shanghaiTime": 0, "cancunTime": 0, "pragueTime": 0,
             "osakaTime": 0, "coco": {%s}},
             "gasLimit": "0x1c9c3800", "difficulty": "0x0", "alloc": {%s}}
            """.formatted(chainId, coco, alloc);
    }

    static EthereumGenesis parse(String json) {
        try {
            return EthereumGenesis.parse(json.getBytes(StandardCharsets.UTF_8));
        } catch (GenesisException e) {
            throw new AssertionError(e);
        }
    }
}
