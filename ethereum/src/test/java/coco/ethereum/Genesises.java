package coco.ethereum;

import coco.crypto.Bytes;
import coco.ethereum.chain.EthereumGenesis;
import coco.ethereum.chain.GenesisException;
import coco.spi.Development;
import coco.store.WriteSet;
import java.nio.charset.StandardCharsets;
import java.util.List;

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

    /** The genesis of a network for development whose Ethereum ledger begins like that. */
    static WriteSet dev(String json) {
        var all = WriteSet.builder();
        for (var table : parse(json).writes().tables())
            table.writes().forEach((key, value) -> all.put(table.table(), key, value));
        for (var setting : List.of("dev", "allow_software_tee"))
            all.put(Development.SETTINGS, Bytes.ofUtf8(setting), Bytes.ofUtf8("true"));
        return all.build();
    }

    static EthereumGenesis parse(String json) {
        try {
            return EthereumGenesis.parse(json.getBytes(StandardCharsets.UTF_8));
        } catch (GenesisException e) {
            throw new AssertionError(e);
        }
    }
}
