// A wallet that can be given an address and nothing else: RPC_URL=... node wallet.mjs
// RPC_TOKEN, where there is one, goes into the header instead. Prints what it may do, or what it is told.
import { FetchRequest, JsonRpcProvider } from "ethers";

const request = new FetchRequest(process.env.RPC_URL);
if (process.env.RPC_TOKEN) request.setHeader("authorization", `Token ${process.env.RPC_TOKEN}`);
const provider = new JsonRpcProvider(request, Number(process.env.CHAIN_ID), { staticNetwork: true });
try {
  console.log(`block ${await provider.getBlockNumber()}`);
} catch (error) {
  console.log(`refused: ${error.code} ${error.info?.responseStatus} ${error.info?.responseBody}`);
}
provider.destroy();
