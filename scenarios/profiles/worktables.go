package profiles

// inference are workloads of machine learning. Bounds are rounded to microseconds.
func inference() []WorkTable {
	return []WorkTable{
		{Name: "resnet-cpu", Title: "Classification of an image by ResNet on the CPU", Times: []Measured{
			took("jetson-tx2", 694837, 1144441), took("jetson-nano", 884135, 1321008), took("jetson-nx", 453640, 597274),
			took("rpi3b-plus", 4425605, 5861694), took("rpi4", 2772036, 3449731), took("rockpi4", 1133166, 1916508),
			took("coral", 1411307, 3642625), took("xeon-gpu", 146223, 309235), took("xeon", 146223, 309235), took("nuc", 140761, 309256),
		}},
		{Name: "resnet-gpu", Title: "Classification of an image by ResNet on a GPU", Times: []Measured{
			took("jetson-tx2", 377342, 812865), took("jetson-nano", 665895, 1843452), took("jetson-nx", 366678, 708537), took("xeon-gpu", 112292, 323255),
		}},
		{Name: "speech-gpu", Title: "Recognition of speech on a GPU", Times: []Measured{
			took("jetson-tx2", 3176545, 3380651), took("jetson-nano", 4365040, 4694481), took("jetson-nx", 1587084, 1835264), took("xeon-gpu", 713236, 791985),
		}},
		{Name: "speech-tflite", Title: "Recognition of speech with TensorFlow Lite", Times: []Measured{
			took("jetson-tx2", 3361306, 3548739), took("jetson-nano", 3811147, 4026977), took("jetson-nx", 2511277, 2811184),
			took("rpi3b-plus", 15982834, 17307713), took("rpi4", 6625597, 6853734), took("rockpi4", 3657614, 3972121),
			took("xeon-gpu", 1054964, 1117389), took("xeon", 1054964, 1117389), took("coral", 7140417, 7320713), took("nuc", 1052017, 1086386),
		}},
		{Name: "mobilenet-tflite", Title: "Detection of objects by MobileNet with TensorFlow Lite", Times: []Measured{
			took("jetson-tx2", 321826, 340489), took("jetson-nano", 441769, 455391), took("jetson-nx", 318391, 354620),
			took("rpi3b-plus", 1967447, 2311933), took("rpi4", 1256372, 1339269), took("rockpi4", 371135, 694221),
			took("coral", 653995, 702306), took("xeon-gpu", 266469, 317154), took("xeon", 266469, 317154), took("nuc", 264724, 308530),
		}},
		{Name: "mobilenet-tpu", Title: "Detection of objects by MobileNet on a TPU", Times: []Measured{
			took("coral", 531743, 575523),
		}},
	}
}

// otherWork are the other workloads of the source.
func otherWork() []WorkTable {
	return []WorkTable{
		{Name: "python-pi", Title: "Digits of π in Python", Times: []Measured{
			took("rpi3b-plus", 1909987, 2203219), took("rpi4", 1696105, 1775505), took("xeon-gpu", 2955875, 3018223), took("xeon", 2955875, 3018223),
			took("jetson-nx", 1280783, 1331466), took("jetson-tx2", 947205, 973701), took("jetson-nano", 1300103, 1330550),
			took("rockpi4", 902347, 962137), took("coral", 1615721, 1643237), took("nuc", 429187, 442590),
		}},
		{Name: "fio", Title: "Reading and writing of files with fio", Times: []Measured{
			took("xeon-gpu", 1116818, 1196646), took("xeon", 1116818, 1196646), took("jetson-tx2", 4199761, 4508904), took("jetson-nano", 17634406, 21379504),
			took("jetson-nx", 13390367, 14499114), took("rpi4", 23437147, 33209991), took("nuc", 1089322, 1371306),
			took("rockpi4", 21463939, 23428808), took("rpi3b-plus", 23947849, 41158710),
		}},
		{Name: "resnet-preprocessing", Title: "Preparation of images for the training of ResNet", Times: []Measured{
			took("jetson-tx2", 6223581, 6590675), took("jetson-nano", 7849197, 9167395), took("jetson-nx", 5809688, 6874947),
			took("rpi3b-plus", 29416050, 37477792), took("rpi4", 18986950, 20012623), took("rockpi4", 7352227, 8141456),
			took("coral", 10412590, 10664042), took("nuc", 2467944, 2590444), took("xeon-gpu", 2581687, 2738019), took("xeon", 2581687, 2738019),
		}},
		{Name: "resnet-training-gpu", Title: "Training of ResNet on a GPU", Times: []Measured{
			took("xeon-gpu", 31534777, 33144849), took("jetson-nx", 139358053, 144516214), took("jetson-tx2", 225430843, 234052395),
			took("jetson-nano", 475312125, 3758722342),
		}},
		{Name: "resnet-training-cpu", Title: "Training of ResNet on the CPU", Times: []Measured{
			took("nuc", 196375061, 202843388),
		}},
		{Name: "tf-gpu", Title: "Multiplication of matrices with TensorFlow on a GPU", Times: []Measured{
			took("jetson-nx", 1158356, 1208902), took("xeon-gpu", 360054, 375388), took("jetson-tx2", 1874613, 2138044), took("jetson-nano", 525121, 1096886),
		}},
	}
}
