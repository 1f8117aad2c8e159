package referee

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"math/rand"
	"reflect"
	"strings"

	storetypes "cosmossdk.io/store/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"
	channeltypes "github.com/cosmos/ibc-go/v10/modules/core/04-channel/types"
	channeltypesv2 "github.com/cosmos/ibc-go/v10/modules/core/04-channel/v2/types"
	ibcexported "github.com/cosmos/ibc-go/v10/modules/core/exported"

	wasmtesting "github.com/CosmWasm/wasmd/tests/wasmibctesting"
	wasmtypes "github.com/CosmWasm/wasmd/x/wasm/types"
)

// swept is what came of one message that waits for a block, done in other ways on the very state that it would meet.
type swept struct {
	Kind string `json:"kind"`
	Full uint64 `json:"full"`
	// Limits of gas: so many left nothing behind, so many did the same as without a limit.
	Reverted int `json:"reverted"`
	Equal    int `json:"equal"`
	// Forged are those with other bytes, of which so many were refused.
	Forged  int `json:"forged"`
	Refused int `json:"refused"`
	// Others did something else; each says how.
	Others []string `json:"others"`
}

// plan says how often what is done, and which kinds of messages have been done often enough.
type plan struct {
	Limits  int      `json:"limits"`
	Forged  int      `json:"forged"`
	Seed    int64    `json:"seed"`
	Skipped []string `json:"skipped"`
}

// sweep tries the messages that wait, and keeps nothing of it. Without limits nothing is tried.
func (c *chain) sweep(asked plan) ([]swept, error) {
	if asked.Limits == 0 {
		return nil, nil
	}
	random := rand.New(rand.NewSource(asked.Seed))
	skipped := map[string]bool{}
	for _, kind := range asked.Skipped {
		skipped[kind] = true
	}
	all := []swept{}
	state, _ := c.GetContext().CacheContext()
	for _, bytes := range c.mempool {
		tx, err := c.TxConfig.TxDecoder()(bytes)
		if err != nil {
			return nil, err
		}
		for _, msg := range tx.GetMsgs() {
			if kind := kindOf(msg); kind != "" && !skipped[kind] {
				if done, ok := c.tryAll(state, msg, kind, asked, random); ok {
					all = append(all, done)
					skipped[kind] = true
				}
			}
			if c.deliver(state, msg) != nil {
				break
			}
		}
	}
	return all, nil
}

// kindOf names the entry point that a message leads to; nothing for those that lead to none of ours.
func kindOf(msg sdk.Msg) string {
	switch one := msg.(type) {
	case *wasmtypes.MsgExecuteContract:
		var body map[string]json.RawMessage
		if json.Unmarshal(one.Msg, &body) != nil {
			return ""
		}
		for name := range body {
			return "execute " + name
		}
		return ""
	case *wasmtypes.MsgInstantiateContract:
		return "instantiate"
	case *channeltypes.MsgChannelOpenInit, *channeltypes.MsgChannelOpenTry, *channeltypes.MsgChannelOpenAck,
		*channeltypes.MsgChannelOpenConfirm, *channeltypes.MsgRecvPacket, *channeltypes.MsgAcknowledgement,
		*channeltypes.MsgTimeout, *channeltypes.MsgTimeoutOnClose, *channeltypesv2.MsgRecvPacket,
		*channeltypesv2.MsgAcknowledgement, *channeltypesv2.MsgTimeout:
		return strings.TrimPrefix(sdk.MsgTypeURL(msg), "/ibc.core.channel.")
	}
	return ""
}

// tryAll is not ok where the message does nothing at all: it came a second time, or too late.
func (c *chain) tryAll(state sdk.Context, msg sdk.Msg, kind string, asked plan, random *rand.Rand) (swept, bool) {
	before := c.digest(state)
	free, full, err := c.run(state, msg, 0)
	if err != nil || free == before {
		return swept{}, false
	}
	told := swept{Kind: kind, Full: full, Others: []string{}}
	for step := range asked.Limits {
		limit := 1 + full*2*uint64(step)/uint64(asked.Limits)
		after, _, err := c.run(state, msg, limit)
		switch {
		case err != nil:
			told.Reverted++
		case after == free:
			told.Equal++
		default:
			told.Others = append(told.Others, fmt.Sprintf("gas %d of %d: another state", limit, full))
		}
	}
	if isOwn(msg) {
		return told, true
	}
	c.forge(state, msg, asked.Forged, random, before, free, &told)
	if after, err := c.twice(state, msg); err == nil && after != free {
		told.Others = append(told.Others, "a second time changes something")
	}
	return told, true
}

// isOwn is so of what says nothing but its sender's will: it may mean something else the second time, or with another
// byte. What is relayed has a proof.
func isOwn(msg sdk.Msg) bool {
	switch msg.(type) {
	case *wasmtypes.MsgExecuteContract, *wasmtypes.MsgInstantiateContract, *channeltypes.MsgChannelOpenInit,
		*channeltypes.MsgChannelOpenTry:
		return true
	}
	return false
}

// run does the message on a copy of the state; 0 is no limit. Nothing of it is kept, and so a failure leaves nothing.
func (c *chain) run(state sdk.Context, msg sdk.Msg, limit uint64) (after string, used uint64, err error) {
	tx, _ := state.CacheContext()
	tx = tx.WithGasMeter(storetypes.NewInfiniteGasMeter())
	if limit > 0 {
		tx = tx.WithGasMeter(storetypes.NewGasMeter(limit))
	}
	if err := c.deliver(tx, msg); err != nil {
		return "", tx.GasMeter().GasConsumed(), err
	}
	return c.digest(tx), tx.GasMeter().GasConsumed(), nil
}

// twice is the state after the message has come again; whether that is an error or nothing is up to the chain.
func (c *chain) twice(state sdk.Context, msg sdk.Msg) (string, error) {
	tx, _ := state.CacheContext()
	if err := c.deliver(tx, msg); err != nil {
		return "", err
	}
	again, _ := tx.CacheContext()
	if err := c.deliver(again, msg); err != nil {
		return "", err
	}
	return c.digest(again), nil
}

// forge turns one byte of the message at a time. What is not refused must be the same for everybody: some bytes, as the
// name of who brings it, say nothing of what is brought.
func (c *chain) forge(state sdk.Context, msg sdk.Msg, times int, random *rand.Rand, before, free string, told *swept) {
	bytes, err := c.Codec.Marshal(msg)
	if err != nil {
		return
	}
	for range times {
		at := random.Intn(len(bytes))
		own := append([]byte{}, bytes...)
		own[at] ^= byte(1 << random.Intn(8))
		told.Forged++
		other := newOf(msg)
		if c.Codec.Unmarshal(own, other) != nil {
			told.Refused++
			continue
		}
		if checked, ok := other.(sdk.HasValidateBasic); ok && checked.ValidateBasic() != nil {
			told.Refused++
			continue
		}
		after, _, err := c.run(state, other, 0)
		if err != nil {
			told.Refused++
		} else if after != before && after != free {
			told.Others = append(told.Others, fmt.Sprintf("byte %d of %d turned: another state", at, len(bytes)))
		}
	}
}

func newOf(msg sdk.Msg) sdk.Msg {
	return reflect.New(reflect.TypeOf(msg).Elem()).Interface().(sdk.Msg)
}

// deliver is a message in a tx; running out of gas panics there and is caught by whoever runs the tx.
func (c *chain) deliver(ctx sdk.Context, msg sdk.Msg) (err error) {
	defer func() {
		if cause := recover(); cause != nil {
			err = fmt.Errorf("reverted: %v", cause)
		}
	}()
	inner, keep := ctx.CacheContext()
	if _, err := c.app().MsgServiceRouter().Handler(msg)(inner, msg); err != nil {
		return err
	}
	keep()
	return nil
}

func (c *chain) app() wasmtesting.WasmTestApp {
	return c.App.(wasmtesting.WasmTestApp)
}

// digest is of everything that contracts, channels and the bank have.
func (c *chain) digest(ctx sdk.Context) string {
	hash := sha256.New()
	free := ctx.WithGasMeter(storetypes.NewInfiniteGasMeter())
	for _, name := range []string{wasmtypes.StoreKey, ibcexported.StoreKey, banktypes.StoreKey} {
		entries := free.KVStore(c.app().GetKey(name)).Iterator(nil, nil)
		for ; entries.Valid(); entries.Next() {
			fmt.Fprintf(hash, "%d %d ", len(entries.Key()), len(entries.Value()))
			hash.Write(entries.Key())
			hash.Write(entries.Value())
		}
		entries.Close()
	}
	return string(hash.Sum(nil))
}
