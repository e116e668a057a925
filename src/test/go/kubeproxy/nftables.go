package main

import (
	"context"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"reflect"
	"sync"
	"time"
	"unsafe"

	v1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	config "k8s.io/kubernetes/pkg/proxy/apis/config"
	"k8s.io/kubernetes/pkg/proxy/conntrack"
	"k8s.io/kubernetes/pkg/proxy/healthcheck"
	"k8s.io/kubernetes/pkg/proxy/nftables"
	proxyutil "k8s.io/kubernetes/pkg/proxy/util"
	"sigs.k8s.io/knftables"
)

// nftablesConfig is what only nftables mode is told: the Services' networks, and how many seconds pass before each sync.
type nftablesConfig struct {
	ServiceCIDRs []string `json:"serviceCIDRs"`
	Waits        []int    `json:"waits"`
}

// judgeNftables runs the nftables proxier once per sync over knftables' own fake. A sync's text is all transactions that it
// ran; its dump is the table afterwards.
func judgeNftables(asked question) (*answer, error) {
	family := knftables.IPv4Family
	if asked.Config.Family == v1.IPv6Protocol {
		family = knftables.IPv6Family
	}
	tables := &transactions{Fake: knftables.NewFake(family, "kube-proxy")}
	flows, err := newFlows(asked.Flows)
	if err != nil {
		return nil, err
	}
	proxier, err := newNftablesProxier(asked.Config)
	if err != nil {
		return nil, err
	}
	put(proxier, "nftables", knftables.Interface(tables))
	put(proxier, "conntrack", conntrack.Interface(flows))
	put(proxier, "networkInterfacer", proxyutil.NetworkInterfacer(addresses(asked.Config.Addresses)))
	put(proxier, "serviceHealthServer", healthcheck.NewFakeServiceHealthServer())
	// as upstream's own tests write it; the kernel reads both alike
	mark := fmt.Sprintf("%#x", 1<<uint(asked.Config.MasqueradeBit))
	put(proxier, "masqueradeMark", mark)
	put(proxier, "masqueradeRule", "mark set mark or "+mark)
	proxier.OnTopologyChange(asked.Config.TopologyLabels)
	proxier.OnServiceCIDRsChanged(asked.Nftables.ServiceCIDRs)
	said := &answer{}
	var last state
	for i, now := range asked.Syncs {
		tell(proxier, last, now)
		last = now
		if i == 0 {
			proxier.OnEndpointSlicesSynced()
		}
		pass(proxier, time.Duration(asked.Nftables.Waits[i])*time.Second)
		before := len(tables.texts)
		proxier.OnServiceSynced()
		if tables.failed != nil {
			return nil, fmt.Errorf("sync %d: %w", i, tables.failed)
		}
		if len(tables.texts) == before {
			return nil, fmt.Errorf("sync %d wrote nothing", i)
		}
		text := ""
		for _, each := range tables.texts[before:] {
			text += each
		}
		said.Texts = append(said.Texts, text)
		said.Dumps = append(said.Dumps, tables.Dump())
	}
	said.DeletedFlows = flows.deleted
	return said, nil
}

var standIn = sync.OnceValue(func() error {
	folder, err := os.MkdirTemp("", "nft")
	if err != nil {
		return err
	}
	// NewProxier asks for nft's version and whether it may run it; nothing else is asked of this one
	script := "#!/bin/sh\necho 'nftables v1.0.9 (Old Doc Yak #3)'\n"
	if err := os.WriteFile(filepath.Join(folder, "nft"), []byte(script), 0o755); err != nil {
		return err
	}
	os.Setenv("KUBE_PROXY_NFTABLES_SKIP_KERNEL_VERSION_CHECK", "1")
	return os.Setenv("PATH", folder+":"+os.Getenv("PATH"))
})

func newNftablesProxier(node nodeConfig) (*nftables.Proxier, error) {
	if err := standIn(); err != nil {
		return nil, err
	}
	cfg := &config.KubeProxyConfiguration{NodePortAddresses: node.NodePortAddresses}
	cfg.NFTables.MasqueradeBit = &node.MasqueradeBit
	cfg.Linux.MasqueradeAll = node.MasqueradeAll
	cfg.SyncPeriod = metav1.Duration{Duration: time.Hour}
	cfg.MinSyncPeriod = metav1.Duration{Duration: time.Hour}
	return nftables.NewProxier(context.Background(), cfg, node.Family, detector(node), node.NodeName,
		net.ParseIP(node.NodeIP), nil, nil, false)
}

// pass has what the proxier remembers be so much older.
func pass(proxier *nftables.Proxier, span time.Duration) {
	stale := *get[map[string]time.Time](proxier, "staleChains")
	for chain, since := range stale {
		stale[chain] = since.Add(-span)
	}
	last := get[time.Time](proxier, "lastFullSync")
	*last = last.Add(-span)
}

func get[T, P any](proxier *P, name string) *T {
	field := reflect.ValueOf(proxier).Elem().FieldByName(name)
	if field.Type() != reflect.TypeFor[T]() {
		panic(name + " is a " + field.Type().String())
	}
	return (*T)(unsafe.Pointer(field.UnsafeAddr()))
}

// transactions is a fake that remembers all that it ran.
type transactions struct {
	*knftables.Fake
	texts  []string
	failed error
}

func (t *transactions) Run(ctx context.Context, tx *knftables.Transaction) error {
	t.texts = append(t.texts, tx.String())
	err := t.Fake.Run(ctx, tx)
	if err != nil {
		t.failed = err
	}
	return err
}
