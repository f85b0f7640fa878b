// Executes one case again and again in go-ethereum's virtual machine and prints gas and processor time of one execution.
//
//	geth-speed CASE.json SECONDS
//
// The case is written by `./coco bench evm`: a fork, a block, accounts, and transactions that are executed one after the other.
// The state is committed and opened once; each execution is taken back by the journal, so accounts stay loaded.
package main

import (
	"encoding/json"
	"fmt"
	"math"
	"math/big"
	"os"
	"strconv"
	"syscall"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/ethereum/go-ethereum/core"
	"github.com/ethereum/go-ethereum/core/state"
	"github.com/ethereum/go-ethereum/core/tracing"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/core/vm"
	"github.com/ethereum/go-ethereum/params"
	"github.com/ethereum/go-ethereum/tests"
	"github.com/holiman/uint256"
)

type speedCase struct {
	Fork  string
	Block struct {
		Number, Timestamp, GasLimit, BaseFee, Difficulty *hexutil.Big
		Coinbase                                         common.Address
		PrevRandao                                       common.Hash
	}
	Accounts map[common.Address]struct {
		Balance *hexutil.Big
		Nonce   hexutil.Uint64
		Code    hexutil.Bytes
		Storage map[common.Hash]common.Hash
	}
	Calls []struct {
		Sender   common.Address
		To       *common.Address
		GasLimit hexutil.Uint64
		GasPrice *hexutil.Big
		Value    *hexutil.Big
		Data     hexutil.Bytes
	}
}

func main() {
	seconds := must(strconv.ParseFloat(os.Args[2], 64))
	var c speedCase
	check(json.Unmarshal(must(os.ReadFile(os.Args[1])), &c))

	statedb := open(c)
	machine := machineOf(c, statedb)
	messages := messagesOf(c, statedb)
	repeat(seconds, machine, statedb, messages) // warm
	gas, nanos := repeat(seconds, machine, statedb, messages)
	fmt.Printf("%d %d\n", gas, nanos)
}

func open(c speedCase) *state.StateDB {
	db := state.NewDatabaseForTesting()
	statedb := must(state.New(types.EmptyRootHash, db))
	for address, account := range c.Accounts {
		statedb.SetCode(address, account.Code, tracing.CodeChangeUnspecified)
		statedb.SetNonce(address, uint64(account.Nonce), tracing.NonceChangeUnspecified)
		statedb.SetBalance(address, uint256.MustFromBig((*big.Int)(account.Balance)), tracing.BalanceChangeUnspecified)
		for slot, value := range account.Storage {
			statedb.SetState(address, slot, value)
		}
	}
	root := must(statedb.Commit(params.Rules{}, 0))
	return must(state.New(root, db))
}

func machineOf(c speedCase, statedb *state.StateDB) *vm.EVM {
	config, _ := must2(tests.GetChainConfig(c.Fork))
	random := &c.Block.PrevRandao
	if config.TerminalTotalDifficulty == nil {
		random = nil // a random value is what tells it that the merge was
	}
	context := vm.BlockContext{
		CanTransfer: core.CanTransfer,
		Transfer:    core.Transfer,
		GetHash:     func(uint64) common.Hash { return common.Hash{} },
		Coinbase:    c.Block.Coinbase,
		GasLimit:    (*big.Int)(c.Block.GasLimit).Uint64(),
		BlockNumber: (*big.Int)(c.Block.Number),
		Time:        (*big.Int)(c.Block.Timestamp).Uint64(),
		Difficulty:  (*big.Int)(c.Block.Difficulty),
		BaseFee:     (*big.Int)(c.Block.BaseFee),
		BlobBaseFee: big.NewInt(1),
		Random:      random,
	}
	return vm.NewEVM(context, statedb, config, vm.Config{})
}

func messagesOf(c speedCase, statedb *state.StateDB) []*core.Message {
	var messages []*core.Message
	for _, call := range c.Calls {
		price := uint256.MustFromBig((*big.Int)(call.GasPrice))
		message := &core.Message{
			From:      call.Sender,
			To:        call.To,
			Nonce:     statedb.GetNonce(call.Sender),
			Value:     uint256.MustFromBig((*big.Int)(call.Value)),
			GasLimit:  uint64(call.GasLimit),
			GasPrice:  price,
			GasFeeCap: price,
			GasTipCap: price,
			Data:      call.Data,
		}
		messages = append(messages, message.SkipNonceCheck())
	}
	return messages
}

func repeat(seconds float64, machine *vm.EVM, statedb *state.StateDB, messages []*core.Message) (gas uint64, nanos int64) {
	runs, start := int64(0), processorTime()
	for {
		gas = 0
		snapshot := statedb.Snapshot()
		for _, message := range messages {
			result := must(core.ApplyMessage(machine, message, core.NewGasPool(math.MaxUint64)))
			gas += result.UsedGas
		}
		statedb.RevertToSnapshot(snapshot)
		runs++
		if elapsed := processorTime() - start; elapsed.Seconds() >= seconds {
			return gas, elapsed.Nanoseconds() / runs
		}
	}
}

// Of the whole process, the collector's threads too.
func processorTime() time.Duration {
	var usage syscall.Rusage
	check(syscall.Getrusage(syscall.RUSAGE_SELF, &usage))
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

func must[T any](value T, err error) T {
	check(err)
	return value
}

func must2[T, U any](value T, other U, err error) (T, U) {
	check(err)
	return value, other
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
