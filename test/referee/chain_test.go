package referee

import (
	"context"
	"fmt"
	"time"

	abci "github.com/cometbft/cometbft/abci/types"
	"github.com/cometbft/cometbft/crypto/ed25519"
	cmtproto "github.com/cometbft/cometbft/proto/tendermint/types"
	cmttypes "github.com/cometbft/cometbft/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"
	clienttypes "github.com/cosmos/ibc-go/v10/modules/core/02-client/types"
	ibctm "github.com/cosmos/ibc-go/v10/modules/light-clients/07-tendermint"
	ibctesting "github.com/cosmos/ibc-go/v10/testing"

	"testing"

	wasmtesting "github.com/CosmWasm/wasmd/tests/wasmibctesting"
	wasmkeeper "github.com/CosmWasm/wasmd/x/wasm/keeper"
)

const validators = 4

// account is in the chain's genesis, with coins.
type account struct {
	Address string `json:"address"`
	Coins   string `json:"coins"`
}

// chain is one of ibc-go's testing chains. It makes a block when it is told to, at the time that it is told, and keeps
// the signed header of each for the light clients of others.
type chain struct {
	*ibctesting.TestChain
	headers map[int64]*ibctm.Header
	mempool [][]byte
}

// open makes a chain with these accounts; its validators are the same whenever it is made.
func (s *server) open(asked request) (any, error) {
	vals, signers := validatorsOf(asked.Chain)
	coordinator := &ibctesting.Coordinator{T: s.t, CurrentTime: time.Unix(0, asked.TimeNs).UTC()}
	withAccounts := func(t *testing.T, valSet *cmttypes.ValidatorSet, accounts []authtypes.GenesisAccount, chainID string,
		opts []wasmkeeper.Option, balances ...banktypes.Balance,
	) wasmtesting.WasmTestApp {
		for _, one := range asked.Accounts {
			address := sdk.MustAccAddressFromBech32(one.Address)
			accounts = append(accounts, authtypes.NewBaseAccount(address, nil, uint64(len(accounts)), 0))
			coins, err := sdk.ParseCoinsNormalized(one.Coins)
			if err != nil {
				panic(err)
			}
			balances = append(balances, banktypes.Balance{Address: one.Address, Coins: coins})
		}
		return wasmtesting.DefaultWasmAppFactory(t, valSet, accounts, chainID, opts, balances...)
	}
	made := wasmtesting.NewTestChainWithValSet(s.t, coordinator, withAccounts, asked.Chain, vals, signers)
	opened := &chain{TestChain: made, headers: map[int64]*ibctm.Header{}}
	opened.keepHeader()
	s.chains[asked.Chain] = opened
	return map[string]any{"height": made.LatestCommittedHeader.Header.Height}, nil
}

func validatorsOf(chainID string) (*cmttypes.ValidatorSet, map[string]cmttypes.PrivValidator) {
	signers := map[string]cmttypes.PrivValidator{}
	var all []*cmttypes.Validator
	for i := range validators {
		key := ed25519.GenPrivKeyFromSecret([]byte(fmt.Sprintf("%s validator %d", chainID, i)))
		all = append(all, cmttypes.NewValidator(key.PubKey(), 1))
		signers[key.PubKey().Address().String()] = cmttypes.NewMockPVWithParams(key, false, false)
	}
	return cmttypes.NewValidatorSet(all), signers
}

func (c *chain) keepHeader() {
	c.headers[c.LatestCommittedHeader.Header.Height] = c.LatestCommittedHeader
}

type txResult struct {
	Code      uint32       `json:"code"`
	Codespace string       `json:"codespace"`
	Log       string       `json:"log"`
	GasWanted int64        `json:"gas_wanted,string"`
	GasUsed   int64        `json:"gas_used,string"`
	Events    []abci.Event `json:"events"`
}

// block executes what waits, at that time, and commits.
func (c *chain) block(timeNs int64, asked plan) (any, error) {
	c.ProposedHeader.Time = time.Unix(0, timeNs).UTC()
	tried, err := c.sweep(asked)
	if err != nil {
		return nil, err
	}
	txs := c.mempool
	c.mempool = nil
	done, err := c.App.FinalizeBlock(&abci.RequestFinalizeBlock{
		Height:             c.ProposedHeader.Height,
		Time:               c.ProposedHeader.Time,
		NextValidatorsHash: c.NextVals.Hash(),
		Txs:                txs,
	})
	if err != nil {
		return nil, err
	}
	height := c.ProposedHeader.Height
	if err := c.commit(done); err != nil {
		return nil, err
	}
	results := make([]txResult, 0, len(txs))
	for _, one := range done.TxResults {
		results = append(results, txResult{one.Code, one.Codespace, one.Log, one.GasWanted, one.GasUsed, one.Events})
	}
	return map[string]any{"height": height, "txs": txs, "results": results, "swept": tried}, nil
}

// commit does what TestChain does after a block of its own, which has room for one tx of one size only.
func (c *chain) commit(done *abci.ResponseFinalizeBlock) error {
	if _, err := c.App.Commit(); err != nil {
		return err
	}
	c.LatestCommittedHeader = c.CurrentTMClientHeader()
	c.keepHeader()
	c.TrustedValidators[uint64(c.ProposedHeader.Height)] = c.NextVals
	c.Vals = c.NextVals
	c.NextVals = ibctesting.ApplyValSetChanges(c.TB, c.Vals, done.ValidatorUpdates)
	c.Vals.IncrementProposerPriority(1)
	c.ProposedHeader = cmtproto.Header{
		ChainID:            c.ChainID,
		Height:             c.App.LastBlockHeight() + 1,
		AppHash:            c.App.LastCommitID().Hash,
		Time:               c.ProposedHeader.Time,
		ValidatorsHash:     c.Vals.Hash(),
		NextValidatorsHash: c.NextVals.Hash(),
		ProposerAddress:    c.Vals.Proposer.Address,
	}
	return nil
}

// broadcast puts a tx that passes CheckTx among those that wait.
func (c *chain) broadcast(tx []byte) (any, error) {
	done, err := c.App.GetBaseApp().CheckTx(&abci.RequestCheckTx{Tx: tx, Type: abci.CheckTxType_New})
	if err != nil {
		return nil, err
	}
	if done.Code == abci.CodeTypeOK {
		c.mempool = append(c.mempool, tx)
	}
	return map[string]any{"code": done.Code, "codespace": done.Codespace, "log": done.Log}, nil
}

// query is that of ABCI: of a service by its path, or of a store with its proof.
func (c *chain) query(asked request) (any, error) {
	request := &abci.RequestQuery{Path: asked.Path, Data: asked.Data, Height: asked.Height, Prove: asked.Prove}
	found, err := c.App.GetBaseApp().Query(context.Background(), request)
	if err != nil {
		return nil, err
	}
	proofs := [][]byte{}
	if found.ProofOps != nil {
		for _, op := range found.ProofOps.Ops {
			proofs = append(proofs, op.Data)
		}
	}
	return map[string]any{
		"code": found.Code, "log": found.Log, "value": found.Value, "height": found.Height, "proofs": proofs,
	}, nil
}

func (c *chain) revision() uint64 {
	return clienttypes.ParseChainID(c.ChainID)
}

// header is what a client that trusts one height wants to be told of another.
func (c *chain) header(height, trusted int64) (any, error) {
	kept, found := c.headers[height]
	if !found {
		return nil, fmt.Errorf("%s has no block %d", c.ChainID, height)
	}
	own := *kept
	told, err := c.IBCClientHeader(&own, clienttypes.NewHeight(c.revision(), uint64(trusted)))
	if err != nil {
		return nil, err
	}
	bytes, err := told.Marshal()
	return map[string]any{"header": bytes}, err
}
