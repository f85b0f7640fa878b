package coco.ethereum;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coco.ethereum.block.StateRootsCheck;
import coco.ethereum.chain.EthereumGenesis;
import coco.ethereum.chain.GenesisException;
import coco.ethereum.ledger.Chain;
import coco.evm.Fork;
import coco.evm.chain.Block;
import coco.evm.rlp.RlpException;
import coco.evm.rlp.RlpReader;
import coco.store.Version;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class GenesisTest {
    /** The main network's block 0 without its 8,893 accounts: only the state root differs from the real one. */
    private static final String EMPTY_FRONTIER = """
            {"config": {"chainId": 1}, "nonce": "0x42", "gasLimit": "0x1388", "difficulty": "0x400000000",
             "extraData": "0x11bbe8db4e347b4e8c937c1c8370e4b5ed33adb3db69cbdb7a38e1e50b1b82fa", "alloc": {}}
            """;

    @Test
    void theHashIsTheParentOfThePublicChainsFirstBlock() throws IOException, GenesisException, RlpException {
        var genesis = EthereumGenesis.parse(Archives.entry("execution-apis-tests.tar.xz", "tests/genesis.json"));
        var chain = Archives.entry("execution-apis-tests.tar.xz", "tests/chain.rlp");
        var first = Block.read(RlpReader.of(chain));
        assertEquals(first.header().parentHash(), genesis.hash());
        var version = Version.EMPTY.with(1, genesis.writes());
        assertEquals(genesis.hash(), Chain.of(version).head().hash());
        StateRootsCheck.assertRootIsTheTables(version);
        assertEquals(genesis.rules(), Chain.of(version).rules());
    }

    @Test
    void forksAndBlobSchedulesFollowTheGenesis() throws IOException, GenesisException {
        var genesis = EthereumGenesis.parse(Archives.entry("execution-apis-tests.tar.xz", "tests/genesis.json"));
        var forks = genesis.rules().forks();
        assertEquals(Fork.HOMESTEAD, forks.at(2, 20).fork());
        assertEquals(Fork.BERLIN, forks.at(26, 260).fork());
        assertEquals(Fork.PARIS, forks.at(36, 389).fork());
        assertEquals(Fork.SHANGHAI, forks.at(39, 390).fork());
        assertEquals(Fork.OSAKA, forks.at(60, 540).fork());
        assertEquals(9, forks.at(48, 480).blobs().max());
        assertEquals(21, forks.at(60, 540).blobs().max());
    }

    @Test
    void anEmptyStateHasTheEmptyRoot() {
        var header = Genesises.parse(EMPTY_FRONTIER).header();
        assertEquals(EthereumGenesis.EMPTY_ROOT, header.stateRoot());
        assertEquals(0x42, header.nonce());
    }

    @Test
    void errorsNameTheField() {
        refused("config.chainId is missing or 0", "{\"config\": {}, \"alloc\": {}, \"gasLimit\": 1}");
        refused("genesis.alloc is missing", "{\"config\": {\"chainId\": 1}, \"gasLimit\": 1}");
        refused("genesis.gasLimit is missing", "{\"config\": {\"chainId\": 1}, \"alloc\": {}}");
        refused("config has an unknown field: amsterdamTime", config("\"amsterdamTime\": 0"));
        refused("config.homesteadBlock is missing, yet byzantiumBlock is given", config("\"byzantiumBlock\": 0"));
        refused("config.terminalTotalDifficulty is missing", config("\"shanghaiTime\": 0"));
        refused("config.coco.baseFee is neither", config("\"coco\": {\"baseFee\": \"free\"}"));
        refused("config.coco has an unknown field: blokMillis", config("\"coco\": {\"blokMillis\": 1}"));
        refused("config.coco.increasingTime needs", config("\"coco\": {\"increasingTime\": true}"));
        refused("the genesis is not JSON", "{");
        refused("the genesis is not JSON", "{\"config\": {\"chainId\": 1, \"chainId\": 2}}");
    }

    private static String config(String more) {
        return "{\"config\": {\"chainId\": 1, %s}, \"alloc\": {}, \"gasLimit\": 1}".formatted(more);
    }

    private static void refused(String text, String json) {
        var e = assertThrows(
                GenesisException.class, () -> EthereumGenesis.parse(json.getBytes(StandardCharsets.UTF_8)));
        assertTrue(String.valueOf(e.getMessage()).startsWith(text), e.getMessage());
    }
}
