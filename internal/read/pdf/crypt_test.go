package pdf

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/md5"
	"encoding/hex"
	"errors"
	"fmt"
	"testing"

	"github.com/gkxl/gkxl/msg"
)

// locks are what files say of their encryption with an empty password for reading, and the keys that qpdf finds.
var locks = []struct{ name, dict, key string }{
	{"40 bits", "/V 1/R 2/P -12/O<d8a81f2f756b03f0e776376607dc67c098531ac3e51f6e5cf0fc1473b1ce0975>/U<5fcef3dc7b5c6f0be57878ae43f171252ad7c082c319c0fe00dd79061e924a64>", "0093d104c9"},
	{"128 bits", "/V 2/R 3/Length 128/P -1028/O<77b8fb098022d3ab34237ea5643c08710ea5123fc5f88bf993a68cca5f12b40f>/U<b86c3cdbd0250895cc0ab7085c01e8dd0021446990b9e4114071a4d9104984c1>", "8cc4f33965bb2c59cdd2d2306e66e870"},
	{"AES", "/V 4/R 4/Length 128/P -1028/CF<</StdCF<</CFM/AESV2>>>>/StmF/StdCF/StrF/StdCF/O<77b8fb098022d3ab34237ea5643c08710ea5123fc5f88bf993a68cca5f12b40f>/U<b86c3cdbd0250895cc0ab7085c01e8dd0021446990b9e4114071a4d9104984c1>", "8cc4f33965bb2c59cdd2d2306e66e870"},
	{"AES of 256 bits, the first way", "/V 5/R 5/CF<</StdCF<</CFM/AESV3>>>>/StmF/StdCF/StrF/StdCF/U<30e8c4e800f53ff4eff3f4097a4ec314642a9b6a526257f9f74ced9cfd6784d28b557dca258e3201900a40b373411e49>/UE<8eab3661534398b0668a38129a2865bbb05a359e36c0e7568f1408976c33de9b>", "9ac0e5f4667674738427bd78c38bc73f9d6c0d0c9f4af42ddfe58e1728eab13f"},
	{"AES of 256 bits", "/V 5/R 6/CF<</StdCF<</CFM/AESV3>>>>/StmF/StdCF/StrF/StdCF/U<eedd71d9327b6e522cbc5fb37671f4ef407344e093cae4daa18eee65ae9780038638c2bd70e53e206470f11433f21700>/UE<26e15e051d52144657874f2f4e34b34574eb0ef0cde7004e216a92181da43ac3>", "1a3d3f813522eeb3cc4a8602dc593b7edc7e791d5938f0d1f47f33b72814ae9b"},
	{"without encryption of streams", "/V 4/R 4/Length 128/P -1028/StmF/Identity/StrF/Identity/O<77b8fb098022d3ab34237ea5643c08710ea5123fc5f88bf993a68cca5f12b40f>/U<b86c3cdbd0250895cc0ab7085c01e8dd0021446990b9e4114071a4d9104984c1>", "8cc4f33965bb2c59cdd2d2306e66e870"},
}

// locked is a file of one line of text, with the content as it is given.
func locked(dict, content string) []byte {
	var b bytes.Buffer
	b.WriteString("%PDF-1.7\n")
	table := "xref\n0 7\n0000000000 65535 f \n"
	for i, o := range []string{
		"<</Type/Catalog/Pages 2 0 R>>",
		"<</Type/Pages/Kids[3 0 R]/Count 1>>",
		"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
		fmt.Sprintf("<</Length %d>>\nstream\n%s\nendstream", len(content), content),
		"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
		"<</Filter/Standard" + dict + ">>",
	} {
		table += fmt.Sprintf("%010d 00000 n \n", b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	start := b.Len()
	fmt.Fprintf(&b, "%strailer\n<</Root 1 0 R/Size 7/Encrypt 6 0 R/ID[<31415926535897932384626433832795><00>]>>\nstartxref\n%d\n%%%%EOF\n", table, start)
	return b.Bytes()
}

// TestUnlock reads encrypted files that ask for no password.
func TestUnlock(t *testing.T) {
	const content = "BT /F 10 Tf 50 700 Td (397 requests were received) Tj ET"
	for _, tt := range locks {
		t.Run(tt.name, func(t *testing.T) {
			f, err := open(locked(tt.dict, ""), Default)
			if err != nil {
				t.Fatal(err)
			}
			if got := hex.EncodeToString(f.encryption.key); got != tt.key {
				t.Fatalf("key %s, want %s", got, tt.key)
			}
			s, err := Read(locked(tt.dict, string(encrypt(f.encryption, []byte(content), 4))))
			if err != nil || len(s.Cells) != 1 || s.Cells[0].Cell.Text != "397 requests were received" {
				t.Errorf("%v, %v", s, err)
			}
		})
	}
}

// encrypt is the contrary of decrypt, for a stream.
func encrypt(e *encryption, data []byte, num ref) []byte {
	switch e.streams {
	case identity:
		return data
	case rc4Method:
		return e.decrypt(data, rc4Method, num, 0)
	}
	// The key of the object is that which decrypts, found as decrypt finds it.
	key := e.key
	if !e.own {
		sum := md5.Sum(append(append(bytes.Clone(key), byte(num), 0, 0, 0, 0), "sAlT"...))
		key = sum[:]
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		panic(err)
	}
	n := aes.BlockSize - len(data)%aes.BlockSize
	data = append(bytes.Clone(data), bytes.Repeat([]byte{byte(n)}, n)...)
	out := append(make([]byte, aes.BlockSize), data...)
	cipher.NewCBCEncrypter(block, out[:aes.BlockSize]).CryptBlocks(out[aes.BlockSize:], data)
	return out
}

// TestLocked refuses files that ask for a password, or are encrypted in another way.
func TestLocked(t *testing.T) {
	for name, dict := range map[string]string{
		"another password":        "/V 1/R 2/P -8/O<d8a81f2f756b03f0e776376607dc67c098531ac3e51f6e5cf0fc1473b1ce0975>/U<5fcef3dc7b5c6f0be57878ae43f171252ad7c082c319c0fe00dd79061e924a64>",
		"another, 256 bits":       "/V 5/R 6/U<00dd71d9327b6e522cbc5fb37671f4ef407344e093cae4daa18eee65ae9780038638c2bd70e53e206470f11433f21700>/UE<26e15e051d52144657874f2f4e34b34574eb0ef0cde7004e216a92181da43ac3>",
		"certificates":            "/Filter/Adobe.PubSec/V 4/R 4",
		"nothing":                 "",
		"a version of the future": "/V 6/R 7",
		"a wrong length":          "/V 2/R 3/Length 4096/O<d8a81f2f756b03f0e776376607dc67c098531ac3e51f6e5cf0fc1473b1ce0975>/U<5fcef3dc7b5c6f0be57878ae43f171252ad7c082c319c0fe00dd79061e924a64>",
	} {
		if _, err := Read(locked(dict, "")); !errors.Is(err, msg.ErrEncrypted) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
