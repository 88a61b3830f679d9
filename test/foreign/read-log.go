// Command read-log reads a public log with the Go team's own packages, which share no line with ours: the head is opened by
// sumdb/note, tiles and proofs are read and checked by sumdb/tlog. What it prints is its own sum of the money.
//
//	read-log ADDRESS VKEY [OLDER-CHECKPOINT-FILE...]
package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const height = 8

func main() {
	if len(os.Args) < 3 {
		fail("usage: read-log ADDRESS VKEY [OLDER-CHECKPOINT-FILE...]")
	}
	log := served{os.Args[1], map[string][]byte{}}
	verifier, err := note.NewVerifier(os.Args[2])
	check("vkey", err)
	text, err := log.get("checkpoint")
	check("checkpoint", err)
	origin, tree := open(text, verifier)
	hashes := tlog.TileHashReader(tree, log)
	entries := log.entries(tree.N)
	comeTo(tree, entries)
	for first := 0; first < len(entries); first += 1 << height {
		last := first + 1<<height
		if last > len(entries) {
			last = len(entries)
		}
		areLeaves(hashes, first, entries[first:last])
		inLog(tree, hashes, int64(first), entries[first])
		inLog(tree, hashes, int64(last-1), entries[last-1])
	}
	for _, file := range os.Args[3:] {
		older, err := os.ReadFile(file)
		check(file, err)
		continues(tree, hashes, older, verifier)
	}
	out, err := json.Marshal(map[string]interface{}{"origin": origin, "size": tree.N, "older": len(os.Args) - 3, "closings": closings(entries)})
	check("answer", err)
	fmt.Println(string(out))
}

// open reads the three lines of a checkpoint that the key has signed.
func open(text []byte, verifier note.Verifier) (string, tlog.Tree) {
	opened, err := note.Open(text, note.VerifierList(verifier))
	check("note", err)
	lines := strings.Split(opened.Text, "\n")
	if len(lines) != 4 || lines[0] != verifier.Name() {
		fail("a checkpoint has three lines, the first of them its origin")
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	check("size", err)
	root, err := tlog.ParseHash(lines[2])
	check("root", err)
	return lines[0], tlog.Tree{N: size, Hash: root}
}

// comeTo makes the whole tree out of the entries alone, without a tile.
func comeTo(tree tlog.Tree, entries [][]byte) {
	var stored []tlog.Hash
	reader := tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		var hashes []tlog.Hash
		for _, index := range indexes {
			hashes = append(hashes, stored[index])
		}
		return hashes, nil
	})
	for index, entry := range entries {
		hashes, err := tlog.StoredHashes(int64(index), entry, reader)
		check("tree", err)
		stored = append(stored, hashes...)
	}
	root, err := tlog.TreeHash(tree.N, reader)
	check("tree", err)
	if root != tree.Hash {
		fail("the entries do not come to the root that was signed")
	}
}

// areLeaves compares entries with the leaves of tiles that lead to the signed root.
func areLeaves(hashes tlog.HashReader, first int, entries [][]byte) {
	var indexes []int64
	for at := range entries {
		indexes = append(indexes, tlog.StoredHashIndex(0, int64(first+at)))
	}
	leaves, err := hashes.ReadHashes(indexes)
	check("tiles", err)
	for at, leaf := range leaves {
		if leaf != tlog.RecordHash(entries[at]) {
			fail(fmt.Sprintf("entry %d is not the leaf that was signed", first+at))
		}
	}
}

// inLog proves that an entry is the leaf at its index, out of tiles that lead to the signed root.
func inLog(tree tlog.Tree, hashes tlog.HashReader, index int64, entry []byte) {
	proof, err := tlog.ProveRecord(tree.N, index, hashes)
	check("tiles", err)
	check(fmt.Sprintf("entry %d", index), tlog.CheckRecord(proof, tree.N, tree.Hash, index, tlog.RecordHash(entry)))
}

// continues proves that the tree goes on from an older head of the same log.
func continues(tree tlog.Tree, hashes tlog.HashReader, older []byte, verifier note.Verifier) {
	_, before := open(older, verifier)
	proof, err := tlog.ProveTree(tree.N, before.N, hashes)
	check("tiles", err)
	check(fmt.Sprintf("head of %d", before.N), tlog.CheckTree(proof, tree.N, tree.Hash, before.N, before.Hash))
}

// served is a log at an address. It is tlog's reader of tiles; C2SP's paths are Go's without their height.
type served struct {
	address string
	kept    map[string][]byte
}

func (log served) Height() int                                { return height }
func (log served) SaveTiles(tiles []tlog.Tile, data [][]byte) {}
func (log served) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	var data [][]byte
	for _, tile := range tiles {
		bytes, err := log.get(strings.Replace(tile.Path(), "tile/8/", "tile/", 1))
		if err != nil {
			return nil, err
		}
		data = append(data, bytes)
	}
	return data, nil
}

func (log served) get(path string) ([]byte, error) {
	if bytes, isKept := log.kept[path]; isKept {
		return bytes, nil
	}
	answer, err := http.Get(log.address + "/" + path)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	if answer.StatusCode != 200 {
		return nil, fmt.Errorf("%s answered %d", path, answer.StatusCode)
	}
	bytes, err := io.ReadAll(io.LimitReader(answer.Body, 1<<25))
	log.kept[path] = bytes
	return bytes, err
}

// entries cuts every bundle at the two bytes of length before each entry.
func (log served) entries(size int64) [][]byte {
	var entries [][]byte
	for first := int64(0); first < size; first += 1 << height {
		tile := tlog.Tile{H: height, L: -1, N: first >> height, W: 1 << height}
		if size-first < 1<<height {
			tile.W = int(size - first)
		}
		bundle, err := log.get(strings.Replace(tile.Path(), "tile/8/data/", "tile/entries/", 1))
		check("bundle", err)
		for len(bundle) >= 2 {
			length := int(bundle[0])<<8 | int(bundle[1])
			if len(bundle) < 2+length {
				fail("a bundle was cut short")
			}
			entries = append(entries, bundle[2:2+length])
			bundle = bundle[2+length:]
		}
	}
	if int64(len(entries)) != size {
		fail(fmt.Sprintf("%d entries for a size of %d", len(entries), size))
	}
	return entries
}

// closings adds up every pool from its first opening on, out of the single entries alone, and holds each statement against that.
func closings(entries [][]byte) map[string]int64 {
	standing, moved := map[string]int64{}, map[string]int64{}
	for index, text := range entries {
		var entry map[string]interface{}
		check(fmt.Sprintf("entry %d", index), json.Unmarshal(text, &entry))
		minor := func(name string) int64 { return int64(entry[name].(float64)) }
		currency, _ := entry["currency"].(string)
		switch entry["kind"] {
		case "pledge.accrued", "entry.corrected":
			moved[currency] += minor("minor")
		case "money.returned":
			moved[currency] += minor("total")
		case "batch.paid":
			moved[currency] -= minor("total")
		case "pool.converted":
			moved[entry["from"].(string)] -= minor("from_minor")
			moved[entry["to"].(string)] += minor("to_minor")
		case "pool.stated":
			if _, known := standing[currency]; !known {
				standing[currency] = minor("opening")
			}
			standing[currency] += moved[currency]
			moved[currency] = 0
			if standing[currency] != minor("closing") {
				fail(fmt.Sprintf("entry %d: %s closes at %d, and its entries come to %d", index, currency, minor("closing"), standing[currency]))
			}
		}
	}
	return standing
}

func check(what string, err error) {
	if err != nil {
		fail(what + ": " + err.Error())
	}
}

func fail(says string) {
	fmt.Fprintln(os.Stderr, says)
	os.Exit(1)
}
