// Package referee serves ibc-go's own testing chains, with wasmd's app in them, to whoever plays on them: requests
// are lines of JSON on standard input, answers go to descriptor 3, one for each request and in their order.
package referee

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"testing"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/CosmWasm/wasmd/app"
)

// request names a chain and what is wanted of it; each op reads its own fields.
type request struct {
	Op       string    `json:"op"`
	Chain    string    `json:"chain"`
	TimeNs   int64     `json:"timeNs,string"`
	Accounts []account `json:"accounts"`
	Path     string    `json:"path"`
	Data     []byte    `json:"data"`
	Height   int64     `json:"height"`
	Trusted  int64     `json:"trusted"`
	Prove    bool      `json:"prove"`
	Client   string    `json:"client"`
	Instead  string    `json:"instead"`
	Port     string    `json:"port"`
	Channel  string    `json:"channel"`
	Contract string    `json:"contract"`
	Plan     plan      `json:"plan"`
}

// answer has one of the two.
type answer struct {
	OK    any    `json:"ok,omitempty"`
	Error string `json:"error,omitempty"`
}

// server has the chains by their ids.
type server struct {
	t      *testing.T
	chains map[string]*chain
}

func (s *server) handle(line []byte) (result any, err error) {
	defer func() {
		if cause := recover(); cause != nil {
			err = fmt.Errorf("panic: %v", cause)
		}
	}()
	var asked request
	if err := json.Unmarshal(line, &asked); err != nil {
		return nil, err
	}
	if asked.Op == "open" {
		return s.open(asked)
	}
	on, found := s.chains[asked.Chain]
	if !found {
		return nil, fmt.Errorf("there is no chain %s", asked.Chain)
	}
	switch asked.Op {
	case "broadcast":
		return on.broadcast(asked.Data)
	case "block":
		return on.block(asked.TimeNs, asked.Plan)
	case "lose":
		on.mempool = nil
		return true, nil
	case "query":
		return on.query(asked)
	case "header":
		return on.header(asked.Height, asked.Trusted)
	case "equivocate":
		return on.equivocate(asked.Client, asked.Trusted)
	case "recover":
		return true, on.recover(asked.Client, asked.Instead)
	case "close":
		return true, on.closeChannel(asked.Port, asked.Channel)
	case "break":
		return true, on.breakContract(asked.Contract)
	case "mend":
		return true, on.mendContract(asked.Contract)
	}
	return nil, fmt.Errorf("nobody knows how to %s", asked.Op)
}

// TestServe answers until its input ends.
func TestServe(t *testing.T) {
	// As the program wasmd does when it starts.
	words := sdk.GetConfig()
	words.SetBech32PrefixForAccount(app.Bech32PrefixAccAddr, app.Bech32PrefixAccPub)
	words.SetBech32PrefixForValidator(app.Bech32PrefixValAddr, app.Bech32PrefixValPub)
	words.SetBech32PrefixForConsensusNode(app.Bech32PrefixConsAddr, app.Bech32PrefixConsPub)
	in, out := bufio.NewReader(os.Stdin), json.NewEncoder(os.NewFile(3, "answers"))
	s := &server{t: t, chains: map[string]*chain{}}
	for {
		line, err := in.ReadBytes('\n')
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		result, err := s.handle(line)
		told := answer{OK: result}
		if err != nil {
			told = answer{Error: err.Error()}
		}
		if err := out.Encode(told); err != nil {
			t.Fatal(err)
		}
	}
}
