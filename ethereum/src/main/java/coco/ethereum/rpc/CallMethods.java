package coco.ethereum.rpc;

import coco.ethereum.EthereumSettings;
import coco.ethereum.block.Engines;
import coco.ethereum.ledger.StoredWorld;
import coco.evm.Address;
import coco.evm.BlockContext;
import coco.evm.ChainConfig;
import coco.evm.Fork;
import coco.evm.Outcome;
import coco.evm.Result;
import coco.evm.U256;
import coco.evm.chain.IntrinsicGas;
import java.math.BigInteger;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** eth_call and eth_estimateGas: executed here, on a committed state, without a trace. */
final class CallMethods {
    private static final int STIPEND = 2300;
    private static final double ERROR_RATIO = 0.015;

    private final History history;
    private final EthereumSettings settings;
    private final Engines engines;

    CallMethods(History history, EthereumSettings settings, Engines engines) {
        this.history = history;
        this.settings = settings;
        this.engines = engines;
    }

    void register(Map<String, Method> methods) {
        methods.put("eth_call", (_, p) -> call(p));
        methods.put("eth_estimateGas", (_, p) -> estimate(p));
    }

    /** A state, the block that the code believes to be in, and the rules there. */
    private record Scene(
            History.State state,
            BlockContext block,
            ChainConfig config,
            @Nullable JsonNode overrides) {}

    private Scene scene(Params params) throws RpcException {
        var ref = BlockRef.parse(1, params.node(1));
        var state = history.state(ref);
        var rules = state.chain().rules();
        var header = state.block().header();
        var number = ref instanceof BlockRef.Pending ? header.number() + 1 : header.number();
        var config = rules.at(number, header.timestamp());
        var merged = config.fork().isAtLeast(Fork.PARIS);
        var excess = header.excessBlobGas();
        var block = new BlockContext(
                number,
                header.timestamp(),
                header.beneficiary(),
                header.gasLimit(),
                merged ? U256.ZERO : header.difficulty(),
                merged ? U256.ofBytes(header.mixHash().unsafeArray()) : U256.ZERO,
                header.baseFeePerGas() == null ? U256.ZERO : header.baseFeePerGas(),
                config.fork().isAtLeast(Fork.CANCUN) ? config.blobs().baseFee(excess == null ? 0 : excess) : U256.ZERO);
        return new Scene(state, block, config, params.node(2));
    }

    private Result run(Scene scene, CallArguments arguments, long gas) throws RpcException {
        var world = StateOverrides.over(StoredWorld.of(scene.state.chain()), scene.overrides);
        var session = engines.of(scene.config).session(world, scene.block);
        return session.call(arguments.message(scene.config.fork(), gas));
    }

    private JsonNode call(Params params) throws RpcException {
        var arguments = CallArguments.parse(params.must(0));
        var scene = scene(params);
        var asked = arguments.gas();
        var gas = asked == null || asked == 0 ? settings.callGasMax() : Math.min(asked, settings.callGasMax());
        return switch (run(scene, arguments, gas)) {
            case Result.Refused(var reason) ->
                throw RpcException.server("err: %s (supplied gas %d)".formatted(reason.message(), gas));
            case Result.Executed(Outcome.Success success, var _) -> StateMethods.text(Json.data(success.output()));
            case Result.Executed(Outcome.Revert revert, var _) -> throw Reverts.exception(revert.output());
            case Result.Executed(Outcome.Halt halt, var _) ->
                throw RpcException.server(halt.reason().text());
        };
    }

    private JsonNode estimate(Params params) throws RpcException {
        var arguments = CallArguments.parse(params.must(0));
        var scene = scene(params);
        var high = highest(scene, arguments);
        if (isTransfer(scene, arguments) && succeeds(run(scene, arguments, IntrinsicGas.BASE)))
            return StateMethods.text(Json.quantity(IntrinsicGas.BASE));
        var first = run(scene, arguments, high);
        var used = gasOf(first, high);
        var low = used - 1;
        var optimistic = optimistic(first);
        if (optimistic < high) {
            if (succeeds(run(scene, arguments, optimistic))) high = optimistic;
            else low = optimistic;
        }
        while (low + 1 < high) {
            if ((double) (high - low) / high < ERROR_RATIO) break;
            var middle = Math.min(low + (high - low) / 2, low * 2);
            if (succeeds(run(scene, arguments, middle))) high = middle;
            else low = middle;
        }
        return StateMethods.text(Json.quantity(high));
    }

    /** The most gas that makes sense: what is asked for, what the block and the rules take, and what the sender can pay. */
    private long highest(Scene scene, CallArguments arguments) throws RpcException {
        var asked = arguments.gas();
        var high = asked != null && asked >= IntrinsicGas.BASE ? asked : scene.block.gasLimit();
        high = Math.min(high, Math.min(scene.config.transactionGasMax(), settings.callGasMax()));
        var fee = arguments.maxFee();
        if (fee == null || fee.isZero()) return high;
        var balance = balance(scene, arguments.from());
        var left = balance.subtract(arguments.value().toBigInteger());
        if (left.signum() < 0) throw RpcException.server("insufficient funds for transfer");
        var affordable = left.divide(fee.toBigInteger());
        return affordable.bitLength() < 63 ? Math.min(high, affordable.longValue()) : high;
    }

    private static BigInteger balance(Scene scene, Address address) throws RpcException {
        var account = StateOverrides.over(StoredWorld.of(scene.state.chain()), scene.overrides)
                .account(address);
        return account == null ? BigInteger.ZERO : account.balance().toBigInteger();
    }

    private static boolean isTransfer(Scene scene, CallArguments arguments) throws RpcException {
        if (arguments.to() == null || arguments.data().length > 0 || arguments.accessList() != null) return false;
        var target = StateOverrides.over(StoredWorld.of(scene.state.chain()), scene.overrides)
                .account(arguments.to());
        return target == null || target.codeHash().equals(coco.evm.AccountState.NO_CODE);
    }

    private static boolean succeeds(Result result) {
        return result instanceof Result.Executed(Outcome.Success _, var _);
    }

    /** What the first run with all gas used; where it failed, more gas does not help. */
    private static long gasOf(Result result, long high) throws RpcException {
        return switch (result) {
            case Result.Refused(var reason) -> throw RpcException.server(reason.message());
            case Result.Executed(Outcome.Success success, var _) -> success.gasUsed();
            case Result.Executed(Outcome.Revert revert, var _) -> throw Reverts.exception(revert.output());
            case Result.Executed(Outcome.Halt halt, var _) ->
                throw RpcException.server(
                        halt.reason() == coco.evm.HaltReason.OUT_OF_GAS
                                ? "gas required exceeds allowance (%d)".formatted(high)
                                : halt.reason().text());
        };
    }

    private static long optimistic(Result result) {
        if (result instanceof Result.Executed(Outcome.Success success, var _))
            return (success.gasUsed() + success.refund() + STIPEND) * 64 / 63;
        return Long.MAX_VALUE;
    }
}
