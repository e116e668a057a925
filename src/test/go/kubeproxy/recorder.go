package main

import (
	"bytes"
	"fmt"
	"net"
	"slices"
	"strings"
	"time"

	"github.com/vishvananda/netlink"
	"golang.org/x/sys/unix"
	"k8s.io/kubernetes/pkg/proxy/util/nfacct"
	"k8s.io/kubernetes/pkg/util/iptables"
)

// recorder is iptables as far as the proxier can see: it remembers texts, jumps, and which nat chains there are.
type recorder struct {
	ipv6   bool
	texts  []string
	jumps  []string
	chains []string
}

func newRecorder(ipv6 bool) *recorder { return &recorder{ipv6: ipv6} }

func (r *recorder) EnsureChain(iptables.Table, iptables.Chain) (bool, error) { return true, nil }
func (r *recorder) FlushChain(iptables.Table, iptables.Chain) error          { return nil }
func (r *recorder) DeleteChain(iptables.Table, iptables.Chain) error         { return nil }
func (r *recorder) ChainExists(iptables.Table, iptables.Chain) (bool, error) { return true, nil }
func (r *recorder) DeleteRule(iptables.Table, iptables.Chain, ...string) error {
	return nil
}
func (r *recorder) IsIPv6() bool { return r.ipv6 }
func (r *recorder) Protocol() iptables.Protocol {
	if r.ipv6 {
		return iptables.ProtocolIPv6
	}
	return iptables.ProtocolIPv4
}
func (r *recorder) Restore(iptables.Table, []byte, iptables.FlushFlag, iptables.RestoreCountersFlag) error {
	return fmt.Errorf("the proxier restores all tables at once")
}
func (r *recorder) Monitor(iptables.Chain, []iptables.Table, func(), time.Duration, <-chan struct{}) {
}
func (r *recorder) Present() error { return nil }

func (r *recorder) EnsureRule(_ iptables.RulePosition, table iptables.Table, chain iptables.Chain, args ...string) (bool, error) {
	words := slices.Clone(args)
	for i, word := range words {
		if strings.Contains(word, " ") {
			words[i] = `"` + word + `"`
		}
	}
	jump := fmt.Sprintf("-t %s -I %s %s", table, chain, strings.Join(words, " "))
	if !slices.Contains(r.jumps, jump) {
		r.jumps = append(r.jumps, jump)
	}
	return true, nil
}

func (r *recorder) SaveInto(_ iptables.Table, buffer *bytes.Buffer) error {
	fmt.Fprintln(buffer, "*nat")
	for _, chain := range r.chains {
		fmt.Fprintf(buffer, ":%s - [0:0]\n", chain)
	}
	fmt.Fprintln(buffer, "COMMIT")
	return nil
}

func (r *recorder) RestoreAll(data []byte, flush iptables.FlushFlag, counters iptables.RestoreCountersFlag) error {
	if flush != iptables.NoFlushTables || counters != iptables.RestoreCounters {
		return fmt.Errorf("the proxier restores with --noflush --counters")
	}
	text := string(data)
	r.texts = append(r.texts, text)
	_, nat, _ := strings.Cut(text, "*nat\n")
	for _, line := range strings.Split(nat, "\n") {
		if chain, is := strings.CutPrefix(line, ":"); is {
			chain, _, _ = strings.Cut(chain, " ")
			if !slices.Contains(r.chains, chain) {
				r.chains = append(r.chains, chain)
			}
		} else if gone, is := strings.CutPrefix(line, "-X "); is {
			r.chains = slices.DeleteFunc(r.chains, func(chain string) bool { return chain == gone })
		}
	}
	return nil
}

// flows is the node's table of connections.
type flows struct {
	entries []*netlink.ConntrackFlow
	texts   map[*netlink.ConntrackFlow]string
	deleted []string
}

func newFlows(texts []string) (*flows, error) {
	f := &flows{texts: map[*netlink.ConntrackFlow]string{}}
	for _, text := range texts {
		entry, err := parseFlow(strings.Fields(text))
		if err != nil {
			return nil, fmt.Errorf("flow %q: %w", text, err)
		}
		f.entries = append(f.entries, entry)
		f.texts[entry] = text
	}
	return f, nil
}

func parseFlow(words []string) (*netlink.ConntrackFlow, error) {
	var ends [3]*net.UDPAddr
	for i := range ends {
		end, err := net.ResolveUDPAddr("udp", words[i+1])
		if err != nil {
			return nil, err
		}
		ends[i] = end
	}
	protocol := map[string]uint8{"udp": unix.IPPROTO_UDP, "tcp": unix.IPPROTO_TCP}[words[0]]
	return &netlink.ConntrackFlow{
		Forward: netlink.IPTuple{Protocol: protocol, SrcIP: ends[0].IP, SrcPort: uint16(ends[0].Port),
			DstIP: ends[1].IP, DstPort: uint16(ends[1].Port)},
		Reverse: netlink.IPTuple{Protocol: protocol, SrcIP: ends[2].IP, SrcPort: uint16(ends[2].Port),
			DstIP: ends[0].IP, DstPort: uint16(ends[0].Port)},
	}, nil
}

func (f *flows) ListEntries(uint8) ([]*netlink.ConntrackFlow, error) { return f.entries, nil }

func (f *flows) DeleteEntries(_ uint8, gone []*netlink.ConntrackFlow) (int, error) {
	for _, entry := range gone {
		f.deleted = append(f.deleted, f.texts[entry])
	}
	f.entries = slices.DeleteFunc(f.entries, func(entry *netlink.ConntrackFlow) bool { return slices.Contains(gone, entry) })
	return len(gone), nil
}

// accounts has every counter that is asked for.
type accounts struct{}

func (accounts) Ensure(string) error                 { return nil }
func (accounts) Add(string) error                    { return nil }
func (accounts) Get(string) (*nfacct.Counter, error) { return nil, nil }
func (accounts) List() ([]*nfacct.Counter, error)    { return nil, nil }

// addresses are the node's own.
type addresses []string

func (a addresses) InterfaceAddrs() ([]net.Addr, error) {
	var all []net.Addr
	for _, text := range a {
		ip, network, err := net.ParseCIDR(text)
		if err != nil {
			return nil, err
		}
		all = append(all, &net.IPNet{IP: ip, Mask: network.Mask})
	}
	return all, nil
}
