package coco.ethereum.chain;

import coco.crypto.Bytes;
import coco.evm.Address;
import coco.evm.ChainConfig;
import coco.evm.Fork;
import coco.evm.U256;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The rules of a chain as its genesis has them: a function of the bytes in the table {@code ethereum.chain}. */
public record ChainRules(U256 chainId, ForkSchedule forks, ConsortiumSettings settings) {
    static final JsonMapper JSON = JsonMapper.builder()
            .enable(tools.jackson.core.StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    /**
     * Reads the genesis' {@code config} object.
     *
     * @param coinbase the genesis' own, where the settings name none
     */
    static ChainRules read(JsonNode config, Address coinbase) throws GenesisException {
        var fields = new Fields("config", config);
        var chainId = fields.number("chainId");
        if (chainId == null || chainId.signum() == 0) throw fields.wrong("chainId", "is missing or 0");
        var settings = ConsortiumSettings.read(fields.object("coco"), coinbase);
        var rules = new ChainRules(U256.of(chainId), ForkSchedule.read(fields), settings);
        fields.finish();
        return rules;
    }

    /** Reads what {@link EthereumGenesis} wrote to the ledger. */
    public static ChainRules decode(Bytes json) {
        try {
            var node = JSON.readTree(json.unsafeArray());
            var coinbase = Address.ofHex(node.get("coinbase").stringValue());
            return read(node.get("config"), coinbase);
        } catch (JacksonException | GenesisException e) {
            throw new IllegalStateException("the ledger holds a chain configuration that cannot be read", e);
        }
    }

    /** The EVM's rules for a block of this number and time (seconds since 1970). */
    public ChainConfig at(long number, long time) {
        return of(forks.at(number, time));
    }

    /** The EVM's rules under a fork, whenever it holds. */
    public ChainConfig of(ForkSchedule.Point point) {
        var mainnet = ChainConfig.mainnetRules(point.fork(), chainId);
        var cap = settings.transactionGasMax();
        return new ChainConfig(
                point.fork(),
                chainId,
                cap == null ? mainnet.transactionGasMax() : cap == 0 ? Long.MAX_VALUE : cap,
                settings.codeSizeMax() == 0 || !point.fork().isAtLeast(Fork.SPURIOUS_DRAGON)
                        ? mainnet.codeSizeMax()
                        : settings.codeSizeMax(),
                point.blobs());
    }
}
