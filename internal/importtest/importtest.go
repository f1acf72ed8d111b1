// Package importtest holds the arrows of the house: which package may import
// which of ours, which third-party module may be imported where, and the few
// rules that hold for every package. Its test reads the whole module with
// House.Check; the tables, in the test beside it, are the ones of
// docs/design.md in a form that a test can hold.
//
// The files are parsed, not listed by the go command: the result of a command
// that a test runs is cached, and a new import would go unseen.
package importtest

import (
	"cmp"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
)

// A House says who may import what.
type House struct {
	Module string   // our module path, before the slash of every package of ours
	Rooms  []Room   // from top to bottom: a package imports only what stands below it
	Doors  []Door   // one for every third-party module
	Open   []string // path prefixes of modules that need no door
	Env    []string // files, beside tests, that may read the environment
}

// A Room is one package of ours.
type Room struct {
	Package string   // its folder, from the module's root
	Allow   []string // packages of ours that it may import; its tests may import all below it
}

// A Door is the one way in for a third-party module.
type Door struct {
	Module   string   // its path, or the part of it that we use
	Packages []string // that may import it; none for a module that serves tests only
	Tests    []string // packages whose tests may import it too
}

// Check reads every Go file below the root of fsys and returns what breaks
// the rules, one line each with its place and the way out, by file and then
// by folder.
// Folders named testdata, or beginning with a dot or an underscore, are no
// part of the module.
func (h House) Check(fsys fs.FS) ([]string, error) {
	files, err := readTree(fsys)
	if err != nil {
		return nil, err
	}
	found := h.checkTables()
	for _, f := range files {
		found = append(found, h.checkImports(f)...)
		found = append(found, h.checkEnv(f)...)
	}
	for _, folder := range byFolder(files) {
		found = append(found, h.checkPackage(folder)...)
	}
	return found, nil
}

// checkTables holds the tables themselves to the one direction.
func (h House) checkTables() (found []string) {
	for i, room := range h.Rooms {
		for _, to := range room.Allow {
			if j := h.level(to); j <= i {
				found = append(found, fmt.Sprintf(
					"tables: %s may import %s, which does not stand below it; imports point down the table", room.Package, to))
			}
		}
	}
	for _, d := range h.Doors {
		for _, p := range slices.Concat(d.Packages, d.Tests) {
			if h.level(p) < 0 {
				found = append(found, fmt.Sprintf("tables: the door of %s names %s, which is no package of the table", d.Module, p))
			}
		}
	}
	return found
}

// level returns how far down the table a package stands, or -1.
func (h House) level(pkg string) int {
	return slices.IndexFunc(h.Rooms, func(r Room) bool { return r.Package == pkg })
}

func (h House) checkImports(f file) (found []string) {
	for _, imp := range f.imports {
		own, ours := strings.CutPrefix(imp.path, h.Module+"/")
		why := ""
		switch {
		case ours:
			why = h.refuseOurs(f, own)
		case !isStandard(imp.path):
			why = h.refuseTheirs(f, imp.path)
		}
		if why != "" {
			found = append(found, f.at(imp.line)+why)
		}
	}
	return found
}

// refuseOurs says why f may not import our package to, or "".
func (h House) refuseOurs(f file, to string) string {
	from, target := h.level(f.folder), h.level(to)
	switch {
	case from < 0 || to == f.folder: // checkPackage reports the first; the second is an external test
		return ""
	case f.test && target > from:
		return ""
	case f.test:
		return fmt.Sprintf("a test of %s imports %s, which does not stand below it; test it from there", f.folder, to)
	case !slices.Contains(h.Rooms[from].Allow, to):
		return fmt.Sprintf("%s may not import %s; let it take an interface or plain values, "+
			"or change docs/design.md and the table", f.folder, to)
	}
	return ""
}

// refuseTheirs says why f may not import a third-party package, or "".
func (h House) refuseTheirs(f file, to string) string {
	if slices.ContainsFunc(h.Open, func(prefix string) bool { return within(to, prefix) }) {
		return ""
	}
	door, ok := h.door(to)
	switch {
	case !ok:
		return fmt.Sprintf("%s has no door; say in the commit why it is needed, then add the one package that may import it", to)
	case slices.Contains(door.Packages, f.folder):
		return ""
	case f.test && (len(door.Packages) == 0 || slices.Contains(door.Tests, f.folder)):
		return ""
	case len(door.Packages) == 0:
		return fmt.Sprintf("%s serves tests only", to)
	}
	return fmt.Sprintf("%s is imported by %s only; use what that offers", to, strings.Join(door.Packages, ", "))
}

// door returns the door of the longest module path that holds the package.
func (h House) door(to string) (best Door, ok bool) {
	for _, d := range h.Doors {
		if within(to, d.Module) && len(d.Module) > len(best.Module) {
			best, ok = d, true
		}
	}
	return best, ok
}

// checkEnv keeps the names of environment variables in one place: whoever
// needs a setting gets it from package config.
func (h House) checkEnv(f file) (found []string) {
	if f.test || slices.Contains(h.Env, path.Join(f.folder, f.name)) {
		return nil
	}
	for _, use := range f.envUses {
		found = append(found, f.at(use.line)+use.path+" reads the environment; take the setting from internal/config")
	}
	return found
}

// vague are names under which anything could be put.
var vague = []string{"util", "utils", "common", "helper", "helpers", "misc", "shared", "types", "models"}

// checkPackage checks what holds for the files of one folder together.
func (h House) checkPackage(files []file) (found []string) {
	folder := files[0].folder
	if h.level(folder) < 0 {
		found = append(found, folder+": is not in the table; write its one duty into docs/design.md, "+
			"then add it to rooms in internal/importtest with what it may import")
	}
	if slices.Contains(vague, path.Base(folder)) {
		found = append(found, folder+": a package is named for its duty; move what is in it to its users")
	}
	return slices.Concat(found, checkComment(folder, files), checkMap(folder, files))
}

// mapFrom is how many files a package has at most without a map of them.
const mapFrom = 30

// fileName matches the name of a Go file in a comment.
var fileName = regexp.MustCompile(`\b\w+\.go\b`)

// checkMap wants the package comment of a large package to name all its files, and
// no others. Those of a command are named for what they do.
func checkMap(folder string, files []file) (found []string) {
	var named, have []string
	for _, f := range files {
		if f.test || f.pkg == "main" {
			continue
		}
		named = append(named, fileName.FindAllString(f.comment, -1)...)
		if f.comment == "" {
			have = append(have, f.name)
		}
	}
	if len(have) < mapFrom {
		return nil
	}
	for _, name := range have {
		if !slices.Contains(named, name) {
			found = append(found, fmt.Sprintf("%s: the package comment does not say what %s is for", folder, name))
		}
	}
	for _, name := range named {
		if !slices.Contains(have, name) {
			found = append(found, fmt.Sprintf("%s: the package comment names %s, which is not there", folder, name))
		}
	}
	return found
}

// checkComment wants one package comment that begins as godoc expects.
func checkComment(folder string, files []file) (found []string) {
	if slices.ContainsFunc(files, func(f file) bool { return !f.test }) {
		files = slices.DeleteFunc(slices.Clone(files), func(f file) bool { return f.test })
	}
	var with []string
	for _, f := range files {
		if f.comment == "" {
			continue
		}
		with = append(with, f.name)
		if begin := "Package " + f.pkg + " "; f.pkg != "main" && !strings.HasPrefix(f.comment, begin) {
			found = append(found, fmt.Sprintf("%sthe package comment does not begin %q", f.at(1), begin))
		}
	}
	switch len(with) {
	case 0:
		found = append(found, folder+": has no package comment; its first sentence says what the package is for")
	case 1:
	default:
		found = append(found, folder+": has more than one package comment: "+strings.Join(with, ", "))
	}
	return found
}

// byFolder divides files into those of each folder, in order.
func byFolder(files []file) (folders [][]file) {
	slices.SortStableFunc(files, func(a, b file) int { return cmp.Compare(a.folder, b.folder) })
	for len(files) > 0 {
		n := slices.IndexFunc(files, func(f file) bool { return f.folder != files[0].folder })
		if n < 0 {
			n = len(files)
		}
		folders, files = append(folders, files[:n]), files[n:]
	}
	return folders
}

// isStandard reports whether an import is of the standard library: there the
// first element of a path has no dot.
func isStandard(imp string) bool {
	first, _, _ := strings.Cut(imp, "/")
	return !strings.Contains(first, ".")
}

// within reports whether an import path is the module or lies in it.
func within(imp, module string) bool {
	return imp == module || strings.HasPrefix(imp, module+"/")
}
