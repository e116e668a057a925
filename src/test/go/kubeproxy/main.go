// Command kubeproxy is the real kube-proxy as a judge: it runs Kubernetes' own iptables proxier over services and
// endpoint slices, and says what that would have fed to iptables-restore. A question with "ipvs" is put to the ipvs
// proxier; the answer to it has, for each sync, what the node's IPVS, sets and dummy device hold then ("states"). One with
// "nftables" is put to the nftables proxier: its texts are what nft would have been fed, "dumps" the table after each.
//
// A line of its input is a case: {"config": {...}, "syncs": [{"services": [...], "endpointSlices": [...]}, ...]}, where
// each sync is all that the API server holds at that time. A line of its output is
// {"texts": [...], "jumps": [...], "deletedFlows": [...]}: one text per sync, the rules that the first sync ensured, the
// connections that the syncs deleted. Nothing of the machine is touched: iptables, nfacct, conntrack, sysctl, addresses
// and health check servers are recorders of this program, put where the proxier keeps its own.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"

	"github.com/go-logr/logr"
	v1 "k8s.io/api/core/v1"
	discovery "k8s.io/api/discovery/v1"
	"k8s.io/klog/v2"
)

type nodeConfig struct {
	Family             v1.IPFamily       `json:"family"`
	NodeName           string            `json:"nodeName"`
	NodeIP             string            `json:"nodeIP"`
	Addresses          []string          `json:"addresses"`
	TopologyLabels     map[string]string `json:"topologyLabels"`
	LocalDetector      string            `json:"localDetector"`
	LocalArgument      string            `json:"localArgument"`
	MasqueradeAll      bool              `json:"masqueradeAll"`
	MasqueradeBit      int32             `json:"masqueradeBit"`
	LocalhostNodePorts bool              `json:"localhostNodePorts"`
	NodePortAddresses  []string          `json:"nodePortAddresses"`
	Nfacct             bool              `json:"nfacct"`
	TCPBeLiberal       bool              `json:"tcpBeLiberal"`
}

type state struct {
	Services       []v1.Service              `json:"services"`
	EndpointSlices []discovery.EndpointSlice `json:"endpointSlices"`
}

// flow is a connection of the node: "udp 10.0.0.2:4000 172.30.0.10:53 10.180.0.1:53", source, first and last destination.
type question struct {
	Config   nodeConfig      `json:"config"`
	Ipvs     *ipvsConfig     `json:"ipvs"`
	Nftables *nftablesConfig `json:"nftables"`
	Syncs    []state         `json:"syncs"`
	Flows    []string        `json:"flows"`
}

type answer struct {
	Texts        []string    `json:"texts"`
	Jumps        []string    `json:"jumps"`
	DeletedFlows []string    `json:"deletedFlows"`
	States       []ipvsState `json:"states,omitempty"`
	Dumps        []string    `json:"dumps,omitempty"`
}

func main() {
	klog.SetLogger(logr.Discard())
	in := bufio.NewScanner(os.Stdin)
	in.Buffer(nil, 256<<20)
	out := json.NewEncoder(os.Stdout)
	out.SetEscapeHTML(false)
	for in.Scan() {
		var asked question
		if err := json.Unmarshal(in.Bytes(), &asked); err != nil {
			fail(err)
		}
		ask := judge
		if asked.Ipvs != nil {
			ask = judgeIpvs
		}
		if asked.Nftables != nil {
			ask = judgeNftables
		}
		said, err := ask(asked)
		if err != nil {
			fail(err)
		}
		if err := out.Encode(said); err != nil {
			fail(err)
		}
	}
	if err := in.Err(); err != nil {
		fail(err)
	}
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, "kubeproxy:", err)
	os.Exit(1)
}
