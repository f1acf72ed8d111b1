package importtest

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"
)

// A file is what the rules look at in one Go file.
type file struct {
	folder  string // from the module's root; "." for the root itself
	name    string
	pkg     string // of the package clause
	test    bool   // test code: a _test.go file, or one of a package named …test
	comment string // the package comment's text; empty where it has none
	imports []mention
	envUses []mention // what it uses of os and syscall to read the environment
}

// A mention is a path or name and the line it stands on.
type mention struct {
	path string
	line int
}

// at returns the beginning of a line about the file.
func (f file) at(line int) string {
	return fmt.Sprintf("%s:%d: ", path.Join(f.folder, f.name), line)
}

// readTree parses the Go files of a module, in lexical order.
func readTree(fsys fs.FS) (files []file, err error) {
	err = fs.WalkDir(fsys, ".", func(p string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && p != "." && isOutside(d.Name()):
			return fs.SkipDir
		case d.IsDir() || path.Ext(p) != ".go":
			return nil
		}
		src, err := fs.ReadFile(fsys, p)
		if err != nil {
			return err
		}
		f, err := readFile(p, src)
		files = append(files, f)
		return err
	})
	return files, err
}

// isOutside reports whether the go command, too, passes the folder by.
func isOutside(name string) bool {
	return name == "testdata" || name == "vendor" || name[0] == '.' || name[0] == '_'
}

func readFile(p string, src []byte) (file, error) {
	fset := token.NewFileSet()
	tree, err := parser.ParseFile(fset, p, src, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return file{}, err
	}
	f := file{folder: path.Dir(p), name: path.Base(p), pkg: tree.Name.Name, comment: tree.Doc.Text()}
	f.test = strings.HasSuffix(f.name, "_test.go") || strings.HasSuffix(f.pkg, "test")
	for _, spec := range tree.Imports {
		to, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			return file{}, err
		}
		f.imports = append(f.imports, mention{to, fset.Position(spec.Pos()).Line})
	}
	f.envUses = findEnvUses(fset, tree)
	return f, nil
}

// envReaders are the functions of os and syscall that read the environment.
var envReaders = []string{"Getenv", "LookupEnv", "Environ", "ExpandEnv"}

// findEnvUses finds them called or passed on.
func findEnvUses(fset *token.FileSet, tree *ast.File) (uses []mention) {
	names := map[string]string{} // the name in the file → the package
	for _, spec := range tree.Imports {
		p := strings.Trim(spec.Path.Value, `"`)
		if p != "os" && p != "syscall" {
			continue
		}
		names[p] = p
		if spec.Name != nil {
			names[spec.Name.Name] = p
		}
	}
	ast.Inspect(tree, func(n ast.Node) bool {
		sel, ok := n.(*ast.SelectorExpr)
		if !ok || !slices.Contains(envReaders, sel.Sel.Name) {
			return true
		}
		if x, ok := sel.X.(*ast.Ident); ok && names[x.Name] != "" {
			uses = append(uses, mention{names[x.Name] + "." + sel.Sel.Name, fset.Position(sel.Pos()).Line})
		}
		return true
	})
	return uses
}
