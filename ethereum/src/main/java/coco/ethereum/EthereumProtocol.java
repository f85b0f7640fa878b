package coco.ethereum;

import coco.crypto.Bytes;
import coco.crypto.MalformedException;
import coco.ethereum.block.BatchRun;
import coco.ethereum.block.BlockOpener;
import coco.ethereum.block.Engines;
import coco.ethereum.block.StateRoots;
import coco.ethereum.chain.EthereumGenesis;
import coco.ethereum.chain.GenesisException;
import coco.ethereum.rpc.Gateway;
import coco.ledger.TxId;
import coco.spi.Ledger;
import coco.spi.LedgerProtocol;
import coco.spi.Request;
import coco.spi.Route;
import coco.store.Version;
import coco.store.WriteSet;
import java.security.SecureRandom;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The Ethereum ledger (SPEC L1). Found by {@link java.util.ServiceLoader} with the settings' defaults, or made with others. What
 * it keeps outside the tables holds for any history: analysed codes, state tries by root, and for the gateway recent versions
 * by block and the transactions on their way.
 */
public final class EthereumProtocol implements LedgerProtocol {
    public static final String NAME = "ethereum";

    private final EthereumSettings settings;
    private final Engines engines = new Engines();
    private final StateRoots roots = new StateRoots();
    private final BlockOpener opener;

    /** Set when the node asks for the routes. */
    private volatile @Nullable Gateway gateway;

    public EthereumProtocol() {
        this(EthereumSettings.DEFAULT.withRoot(true), new SecureRandom());
    }

    /** @param entropy of the node; used on the executor's thread alone */
    public EthereumProtocol(EthereumSettings settings, RandomGenerator entropy) {
        this.settings = settings;
        this.opener = new BlockOpener(entropy);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Request decode(Bytes body) throws MalformedException {
        return EthereumRequest.decode(body);
    }

    @Override
    public Run begin(Place place) {
        return new BatchRun(place, engines, roots, opener);
    }

    @Override
    public void accepted(TxId txId, WriteSet writes) {
        roots.accepted(writes);
        var listening = gateway;
        if (listening != null) listening.accepted(writes);
    }

    @Override
    public void restored(Version version) {
        roots.restored(version);
    }

    /** The section is a genesis in geth's format; see {@link EthereumGenesis}. */
    @Override
    public WriteSet genesis(Bytes section) throws MalformedException {
        try {
            return EthereumGenesis.parse(section.unsafeArray()).writes();
        } catch (GenesisException e) {
            throw new MalformedException("ethereum: " + e.getMessage(), e);
        }
    }

    /** {@code POST /ethereum}, and {@code POST /} where the settings say so: JSON-RPC 2.0. */
    @Override
    public List<Route> routes(Ledger ledger) {
        var opened = new Gateway(ledger, settings, engines);
        gateway = opened;
        return opened.routes();
    }
}
