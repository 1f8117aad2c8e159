package referee

import (
	"fmt"
	"time"

	sdk "github.com/cosmos/cosmos-sdk/types"
	clienttypes "github.com/cosmos/ibc-go/v10/modules/core/02-client/types"
	channeltypes "github.com/cosmos/ibc-go/v10/modules/core/04-channel/types"
	ibctm "github.com/cosmos/ibc-go/v10/modules/light-clients/07-tendermint"

	wasmtypes "github.com/CosmWasm/wasmd/x/wasm/types"
)

// equivocate makes what the validators of this chain have signed twice: two headers of the newest height, which differ
// in their times, for the client elsewhere that trusts an earlier one.
func (c *chain) equivocate(client string, trusted int64) (any, error) {
	height := c.LatestCommittedHeader.Header.Height
	at := clienttypes.NewHeight(c.revision(), uint64(trusted))
	vals, found := c.TrustedValidators[uint64(trusted)]
	if !found {
		return nil, fmt.Errorf("%s has no validators of height %d", c.ChainID, trusted)
	}
	sign := func(when time.Time) *ibctm.Header {
		return c.CreateTMClientHeader(c.ChainID, height, at, when, c.Vals, c.NextVals, vals, c.Signers)
	}
	when := c.LatestCommittedHeader.Header.Time
	proof := ibctm.NewMisbehaviour(client, sign(when), sign(when.Add(time.Millisecond)))
	bytes, err := proof.Marshal()
	return map[string]any{"misbehaviour": bytes}, err
}

// recover is what the governance of this chain does for a client that is frozen or has expired.
func (c *chain) recover(client, instead string) error {
	return c.App.GetIBCKeeper().ClientKeeper.RecoverClient(c.GetContext(), client, instead)
}

// closeChannel is what an upgrade of this chain may do: no contract here ever closes a channel.
func (c *chain) closeChannel(port, id string) error {
	channels := c.App.GetIBCKeeper().ChannelKeeper
	found, ok := channels.GetChannel(c.GetContext(), port, id)
	if !ok {
		return fmt.Errorf("%s has no channel %s", c.ChainID, id)
	}
	found.State = channeltypes.CLOSED
	channels.SetChannel(c.GetContext(), port, id, found)
	return nil
}

// awayBy is far beyond the ids of all codes that there are.
const awayBy = 1 << 32

// breakContract has every call of it fail, as of one whose code is gone; mendContract undoes it.
func (c *chain) breakContract(address string) error {
	return c.setCode(address, func(info *wasmtypes.ContractInfo) { info.CodeID += awayBy })
}

func (c *chain) mendContract(address string) error {
	return c.setCode(address, func(info *wasmtypes.ContractInfo) { info.CodeID -= awayBy })
}

func (c *chain) setCode(address string, change func(*wasmtypes.ContractInfo)) error {
	contract, err := sdk.AccAddressFromBech32(address)
	if err != nil {
		return err
	}
	key := wasmtypes.GetContractAddressKey(contract)
	store := c.GetContext().KVStore(c.app().GetKey(wasmtypes.StoreKey))
	var info wasmtypes.ContractInfo
	if err := c.Codec.Unmarshal(store.Get(key), &info); err != nil {
		return err
	}
	change(&info)
	bytes, err := c.Codec.Marshal(&info)
	if err != nil {
		return err
	}
	store.Set(key, bytes)
	return nil
}
