// Verifies a log with nothing of Handback: golang.org/x/mod/sumdb as Debian packages it.
//
// usage: verify VKEY FOLDER PROOF ENTRY OLD
//
// FOLDER holds the log's files; PROOF is a .tlog-proof of the entry in the file ENTRY; OLD is an earlier checkpoint.
package main

import (
	"encoding/base64"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

func must(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "refused:", err)
		os.Exit(1)
	}
}

func read(parts ...string) []byte {
	data, err := os.ReadFile(filepath.Join(parts...))
	must(err)
	return data
}

// A checkpoint has three lines: origin, size, root.
func checkpoint(message []byte, verifier note.Verifier) tlog.Tree {
	opened, err := note.Open(message, note.VerifierList(verifier))
	must(err)
	lines := strings.Split(opened.Text, "\n")
	if lines[0] != verifier.Name() {
		must(fmt.Errorf("origin %s", lines[0]))
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	must(err)
	var root tlog.Hash
	bytes, err := base64.StdEncoding.DecodeString(lines[2])
	must(err)
	copy(root[:], bytes)
	return tlog.Tree{N: size, Hash: root}
}

// The tiles of C2SP tlog-tiles: as x/mod names them, without the height.
type folder string

func (folder) Height() int { return 8 }

func (dir folder) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	var all [][]byte
	for _, tile := range tiles {
		path := strings.Replace(tile.Path(), "tile/8/", "tile/", 1)
		data, err := os.ReadFile(filepath.Join(string(dir), path))
		if err != nil {
			return nil, err
		}
		all = append(all, data)
	}
	return all, nil
}

func (folder) SaveTiles([]tlog.Tile, [][]byte) {}

func main() {
	if len(os.Args) != 6 {
		must(fmt.Errorf("usage: verify VKEY FOLDER PROOF ENTRY OLD"))
	}
	verifier, err := note.NewVerifier(os.Args[1])
	must(err)
	dir := folder(os.Args[2])
	tree := checkpoint(read(string(dir), "checkpoint"), verifier)

	// Every leaf of the log is under its root, by its tiles alone; a bundle of entries has just these leaves.
	reader := tlog.TileHashReader(tree, dir)
	for first := int64(0); first < tree.N; first += 256 {
		bundle := entries(dir, first/256, tree.N)
		var indexes []int64
		for index := first; index < tree.N && index < first+256; index++ {
			indexes = append(indexes, tlog.StoredHashIndex(0, index))
		}
		hashes, err := reader.ReadHashes(indexes)
		must(err)
		if len(bundle) != len(hashes) {
			must(fmt.Errorf("bundle %d has %d entries", first/256, len(bundle)))
		}
		for i, entry := range bundle {
			if tlog.RecordHash(entry) != hashes[i] {
				must(fmt.Errorf("entry %d is another one", first+int64(i)))
			}
		}
	}

	// The log begins with an earlier one.
	old := checkpoint(read(os.Args[5]), verifier)
	extends, err := tlog.ProveTree(tree.N, old.N, reader)
	must(err)
	must(tlog.CheckTree(extends, tree.N, tree.Hash, old.N, old.Hash))

	// The proof of one entry, as its holder has it.
	head, note, found := strings.Cut(string(read(os.Args[3])), "\n\n")
	lines := strings.Split(head, "\n")
	if !found || lines[0] != "c2sp.org/tlog-proof@v1" || !strings.HasPrefix(lines[1], "index ") {
		must(fmt.Errorf("not a proof"))
	}
	index, err := strconv.ParseInt(lines[1][len("index "):], 10, 64)
	must(err)
	var proof tlog.RecordProof
	for _, line := range lines[2:] {
		bytes, err := base64.StdEncoding.DecodeString(line)
		must(err)
		var hash tlog.Hash
		copy(hash[:], bytes)
		proof = append(proof, hash)
	}
	proven := checkpoint([]byte(note), verifier)
	must(tlog.CheckRecord(proof, proven.N, proven.Hash, index, tlog.RecordHash(read(os.Args[4]))))
	fmt.Printf("%d entries, %d before, entry %d\n", tree.N, old.N, index)
}

// The entries of a bundle, each after its length in two bytes.
func entries(dir folder, index int64, size int64) [][]byte {
	width := size - index*256
	tile := tlog.Tile{H: 8, L: -1, N: index, W: 256}
	if width < 256 {
		tile.W = int(width)
	}
	path := strings.Replace(tile.Path(), "tile/8/data/", "tile/entries/", 1)
	data := read(string(dir), path)
	var all [][]byte
	for len(data) >= 2 {
		length := int(data[0])<<8 | int(data[1])
		if len(data) < 2+length {
			must(fmt.Errorf("%s ends within an entry", path))
		}
		all = append(all, data[2:2+length])
		data = data[2+length:]
	}
	return all
}
