// Executes one case again and again in evmone and prints gas and processor time of one execution.
//
//     evmone-speed CASE.json SECONDS
//
// The interpreter is the baseline, or the advanced one where the program's name ends in "advanced". Accounts, journal and precompiled
// contracts around it are those of evmone's own state library. Nothing that an execution changes is kept.

#include <evmc/evmc.hpp>
#include <evmone/evmone.h>
#include <nlohmann/json.hpp>
#include <state/state.hpp>
#include <sys/resource.h>
#include <utils/utils.hpp>

#include <cstdint>
#include <fstream>
#include <iostream>
#include <limits>
#include <stdexcept>
#include <string>
#include <unordered_map>
#include <vector>

namespace
{
using namespace evmone::state;
using nlohmann::json;

constexpr auto GAS_OF_BLOCK = std::numeric_limits<int64_t>::max();

struct StoredAccount
{
    StateView::Account account;
    bytes code;
    std::unordered_map<bytes32, bytes32> storage;
};

/// The state before: the same for every execution.
struct World final : StateView, BlockHashes
{
    std::unordered_map<address, StoredAccount> accounts;

    std::optional<Account> get_account(const address& at) const noexcept override
    {
        const auto found = accounts.find(at);
        if (found == accounts.end())
            return std::nullopt;
        return found->second.account;
    }

    bytes get_account_code(const address& at) const noexcept override { return accounts.at(at).code; }

    bytes32 get_storage(const address& at, const bytes32& slot) const noexcept override
    {
        const auto found = accounts.find(at);
        if (found == accounts.end())
            return {};
        const auto value = found->second.storage.find(slot);
        return value == found->second.storage.end() ? bytes32{} : value->second;
    }

    bytes32 get_block_hash(int64_t) const noexcept override { return {}; }
};

template <typename T>
T fixed(const std::string& hex)
{
    return evmc::from_hex<T>(hex).value();
}

bytes data(const json& value)
{
    return evmc::from_hex(value.get<std::string>()).value();
}

intx::uint256 number(const json& value)
{
    return intx::from_string<intx::uint256>(value.get<std::string>());
}

uint64_t small(const json& value)
{
    return static_cast<uint64_t>(number(value));
}

World world(const json& accounts)
{
    World world;
    for (const auto& [at, account] : accounts.items())
    {
        StoredAccount stored;
        stored.code = data(account["code"]);
        for (const auto& [slot, value] : account["storage"].items())
            stored.storage[fixed<bytes32>(slot)] = fixed<bytes32>(value.get<std::string>());
        stored.account = {small(account["nonce"]), number(account["balance"]), evmone::keccak256(stored.code),
            !stored.storage.empty()};
        world.accounts[fixed<address>(at)] = std::move(stored);
    }
    return world;
}

BlockInfo block(const json& about)
{
    BlockInfo block;
    block.number = static_cast<int64_t>(small(about["number"]));
    block.timestamp = static_cast<int64_t>(small(about["timestamp"]));
    block.gas_limit = GAS_OF_BLOCK;
    block.coinbase = fixed<address>(about["coinbase"].get<std::string>());
    block.difficulty = static_cast<int64_t>(small(about["difficulty"]));
    block.prev_randao = fixed<bytes32>(about["prevRandao"].get<std::string>());
    block.base_fee = small(about["baseFee"]);
    block.blob_base_fee = 1;
    return block;
}

Transaction transaction(const json& call, const World& world)
{
    Transaction transaction;
    transaction.sender = fixed<address>(call["sender"].get<std::string>());
    if (!call["to"].is_null())
        transaction.to = fixed<address>(call["to"].get<std::string>());
    transaction.gas_limit = static_cast<int64_t>(small(call["gasLimit"]));
    transaction.max_gas_price = number(call["gasPrice"]);
    transaction.max_priority_gas_price = transaction.max_gas_price;
    transaction.value = number(call["value"]);
    transaction.data = data(call["data"]);
    if (const auto sender = world.get_account(transaction.sender))
        transaction.nonce = sender->nonce;
    return transaction;
}

uint64_t processor_nanos()
{
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    const auto micros = [](const timeval& t) { return static_cast<uint64_t>(t.tv_sec) * 1'000'000 + t.tv_usec; };
    return (micros(usage.ru_utime) + micros(usage.ru_stime)) * 1'000;
}

struct Execution
{
    evmc_revision revision;
    World world;
    BlockInfo block;
    std::vector<Transaction> transactions;
    evmc::VM vm;

    /// Gas of all transactions; throws for one that is not admitted.
    int64_t run()
    {
        int64_t gas = 0;
        for (const auto& transaction : transactions)
        {
            const auto admitted = validate_transaction(world, block, transaction, revision, GAS_OF_BLOCK, 0);
            if (const auto error = std::get_if<std::error_code>(&admitted))
                throw std::runtime_error{error->message()};
            gas += transition(world, block, world, transaction, revision, vm, std::get<TransactionProperties>(admitted)).gas_used;
        }
        return gas;
    }

    std::pair<int64_t, uint64_t> repeat(double seconds)
    {
        uint64_t runs = 0;
        const auto start = processor_nanos();
        for (;;)
        {
            const auto gas = run();
            ++runs;
            const auto elapsed = processor_nanos() - start;
            if (static_cast<double>(elapsed) >= seconds * 1e9)
                return {gas, elapsed / runs};
        }
    }
};
}  // namespace

int main(int, char** arguments)
try
{
    const auto seconds = std::stod(arguments[2]);
    const auto case_ = json::parse(std::ifstream{arguments[1]});
    Execution execution{evmone::test::to_rev(case_["fork"].get<std::string>()), world(case_["accounts"]),
        block(case_["block"]), {}, evmc::VM{evmc_create_evmone()}};
    for (const auto& call : case_["calls"])
        execution.transactions.push_back(transaction(call, execution.world));
    if (std::string{arguments[0]}.ends_with("advanced"))
        execution.vm.set_option("advanced", "");

    execution.repeat(seconds);  // warm
    const auto [gas, nanos] = execution.repeat(seconds);
    std::cout << gas << ' ' << nanos << '\n';
    return 0;
}
catch (const std::exception& e)
{
    std::cerr << e.what() << '\n';
    return 1;
}
