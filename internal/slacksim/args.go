package slacksim

import (
	"bytes"
	"encoding/json"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strconv"
	"strings"
)

// args are a call's arguments, alike whether they came as a form or as JSON:
// a string as it is, anything else as JSON text.
type args struct {
	token  string
	values map[string]string
}

func (a args) str(name string) string { return a.values[name] }

func (a args) has(name string) bool { return a.values[name] != "" }

// flag reads a boolean; def where it is not given.
func (a args) flag(name string, def bool) bool {
	v, err := strconv.ParseBool(a.values[name])
	if err != nil {
		return def
	}
	return v
}

// number reads a count; def where it is not given or is none.
func (a args) number(name string, def int) int {
	n, err := strconv.Atoi(a.values[name])
	if err != nil || n <= 0 {
		return def
	}
	return n
}

// readArgs reads the query, and the body by its content type. Its errors are
// Slack's error names.
func readArgs(body io.Reader, r *http.Request) (args, error) {
	a := args{values: map[string]string{}}
	a.add(r.URL.Query())
	raw, err := io.ReadAll(body)
	if err != nil {
		return a, fail("request_timeout")
	}
	kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	switch kind {
	case "application/json":
		err = a.addJSON(raw)
	case "multipart/form-data":
		r.Body = io.NopCloser(bytes.NewReader(raw))
		if r.ParseMultipartForm(maxBody) != nil {
			return a, fail("invalid_form_data")
		}
		a.add(r.MultipartForm.Value)
	default:
		var form url.Values
		if form, err = url.ParseQuery(string(raw)); err != nil {
			return a, fail("invalid_form_data")
		}
		a.add(form)
	}
	a.token = a.values["token"]
	if bearer, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer "); ok {
		a.token = bearer
	}
	delete(a.values, "token")
	return a, err
}

func (a args) add(form url.Values) {
	for name, values := range form {
		if len(values) > 0 {
			a.values[name] = values[0]
		}
	}
}

func (a args) addJSON(raw []byte) error {
	if len(bytes.TrimSpace(raw)) == 0 {
		return nil
	}
	var fields map[string]json.RawMessage
	if json.Unmarshal(raw, &fields) != nil {
		return fail("invalid_json")
	}
	for name, value := range fields {
		var s string
		switch {
		case string(value) == "null":
		case json.Unmarshal(value, &s) == nil:
			a.values[name] = s
		default:
			a.values[name] = string(value)
		}
	}
	return nil
}

// rawJSON is JSON text that is sent as it is.
func rawJSON(s string) json.RawMessage { return json.RawMessage(s) }
