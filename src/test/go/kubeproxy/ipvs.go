package main

import (
	"context"
	"fmt"
	"net"
	"slices"
	"strconv"
	"strings"
	"time"

	v1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/sets"
	sysctltest "k8s.io/component-helpers/node/util/sysctl/testing"
	config "k8s.io/kubernetes/pkg/proxy/apis/config"
	"k8s.io/kubernetes/pkg/proxy/conntrack"
	"k8s.io/kubernetes/pkg/proxy/healthcheck"
	"k8s.io/kubernetes/pkg/proxy/ipvs"
	ipsettest "k8s.io/kubernetes/pkg/proxy/ipvs/ipset/testing"
	ipvstest "k8s.io/kubernetes/pkg/proxy/ipvs/util/testing"
	proxyutil "k8s.io/kubernetes/pkg/proxy/util"
)

// ipvsConfig is what only ipvs mode is told; a question without it is one to iptables mode.
type ipvsConfig struct {
	Scheduler string `json:"scheduler"`
}

// ipvsState is what a node has after a sync: virtual servers with their real ones, addresses, entries of sets, all sorted.
type ipvsState struct {
	Servers   []string `json:"servers"`
	Addresses []string `json:"addresses"`
	Entries   []string `json:"entries"`
}

// judgeIpvs runs the ipvs proxier once per sync over fakes of IPVS, ipset and the dummy device.
func judgeIpvs(asked question) (*answer, error) {
	tables := newRecorder(asked.Config.Family == v1.IPv6Protocol)
	flows, err := newFlows(asked.Flows)
	if err != nil {
		return nil, err
	}
	node := asked.Config
	servers := ipvstest.NewFake()
	ipsets := ipsettest.NewFake("6.38")
	device := &dummy{ipv6: node.Family == v1.IPv6Protocol, node: node.Addresses}
	proxier, err := newIpvsProxier(node, *asked.Ipvs, tables, servers, ipsets)
	if err != nil {
		return nil, err
	}
	put(proxier, "conntrack", conntrack.Interface(flows))
	put(proxier, "networkInterfacer", proxyutil.NetworkInterfacer(addresses(node.Addresses)))
	put(proxier, "serviceHealthServer", healthcheck.NewFakeServiceHealthServer())
	put(proxier, "netlinkHandle", ipvs.NetLinkHandle(device))
	put(proxier, "masqueradeMark", fmt.Sprintf("%#x", 1<<uint(node.MasqueradeBit)))
	proxier.OnTopologyChange(node.TopologyLabels)
	said := &answer{}
	var last state
	for i, now := range asked.Syncs {
		tell(proxier, last, now)
		last = now
		if i == 0 {
			proxier.OnEndpointSlicesSynced()
		}
		proxier.OnServiceSynced()
		if len(tables.texts) != i+1 {
			return nil, fmt.Errorf("sync %d was not fed to iptables-restore", i)
		}
		found, err := look(servers, ipsets, device)
		if err != nil {
			return nil, err
		}
		said.States = append(said.States, *found)
	}
	said.Texts, said.Jumps, said.DeletedFlows = tables.texts, tables.jumps, flows.deleted
	return said, nil
}

func newIpvsProxier(node nodeConfig, mode ipvsConfig, tables *recorder, servers *ipvstest.FakeIPVS, ipsets *ipsettest.FakeIPSet) (*ipvs.Proxier, error) {
	sysctl := sysctltest.NewFake()
	for _, setting := range []string{"vs/conntrack", "vs/conn_reuse_mode", "vs/expire_nodest_conn",
		"vs/expire_quiescent_template", "ip_forward", "conf/all/arp_ignore", "conf/all/arp_announce"} {
		sysctl.Settings["net/ipv4/"+setting] = 0
	}
	cfg := &config.KubeProxyConfiguration{NodePortAddresses: node.NodePortAddresses}
	cfg.IPTables.MasqueradeBit = &node.MasqueradeBit
	cfg.Linux.MasqueradeAll = node.MasqueradeAll
	cfg.IPVS.Scheduler = mode.Scheduler
	cfg.SyncPeriod = metav1.Duration{Duration: time.Hour}
	cfg.MinSyncPeriod = metav1.Duration{Duration: time.Hour}
	return ipvs.NewProxier(context.Background(), cfg, node.Family, tables, servers, ipsets, sysctl, detector(node),
		node.NodeName, net.ParseIP(node.NodeIP), nil, nil, false)
}

func look(servers *ipvstest.FakeIPVS, ipsets *ipsettest.FakeIPSet, device *dummy) (*ipvsState, error) {
	found := &ipvsState{Servers: []string{}, Addresses: slices.Sorted(slices.Values(device.bound)), Entries: []string{}}
	virtual, err := servers.GetVirtualServers()
	if err != nil {
		return nil, err
	}
	for _, each := range virtual {
		var real []string
		ends, err := servers.GetRealServers(each)
		if err != nil {
			return nil, err
		}
		for _, end := range ends {
			real = append(real, end.String()+"="+strconv.Itoa(end.Weight))
		}
		slices.Sort(real)
		found.Servers = append(found.Servers, fmt.Sprintf("%s %s flags %d timeout %d: %s",
			each, each.Scheduler, each.Flags, each.Timeout, strings.Join(real, " ")))
	}
	for name, entries := range ipsets.Entries {
		for entry := range entries {
			found.Entries = append(found.Entries, fmt.Sprintf("%s %s %s", name, ipsets.Sets[name].SetType, entry))
		}
	}
	slices.Sort(found.Servers)
	slices.Sort(found.Entries)
	return found, nil
}

// dummy is kube-ipvs0, and the node's other devices beside it.
type dummy struct {
	ipv6  bool
	node  []string
	bound []string
}

func (d *dummy) EnsureAddressBind(address, _ string) (bool, error) {
	if slices.Contains(d.bound, address) {
		return true, nil
	}
	d.bound = append(d.bound, address)
	return false, nil
}

func (d *dummy) UnbindAddress(address, _ string) error {
	d.bound = slices.DeleteFunc(d.bound, func(each string) bool { return each == address })
	return nil
}

func (d *dummy) EnsureDummyDevice(string) (bool, error)   { return true, nil }
func (d *dummy) DeleteDummyDevice(string) error           { return nil }
func (d *dummy) ListBindAddress(string) ([]string, error) { return d.bound, nil }
func (d *dummy) GetAllLocalAddresses() (sets.Set[string], error) {
	return nil, fmt.Errorf("nobody asks for all")
}
func (d *dummy) GetLocalAddresses(string) (sets.Set[string], error) {
	return sets.New(d.bound...), nil
}

func (d *dummy) GetAllLocalAddressesExcept(string) (sets.Set[string], error) {
	found := sets.New[string]()
	for _, text := range d.node {
		ip, _, err := net.ParseCIDR(text)
		if err != nil {
			return nil, err
		}
		if !ip.IsLoopback() && (ip.To4() == nil) == d.ipv6 {
			found.Insert(ip.String())
		}
	}
	return found, nil
}
